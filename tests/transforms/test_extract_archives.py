"""Archives: every report inside is extracted under its member's name, and nothing in them is lost."""

from __future__ import annotations

import io
import zipfile

from extractors.records import Capture, Site
from transforms.extract import extract_all, extract_bytes
from transforms.extraction_json import to_json
from transforms.records import Context
from transforms.reports.normalise import normalise
from transforms.reports.outline import Reading

ROW = "".join(f"<td>{value}</td>" for value in "100010000000000")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HEAD = (
    "<tr><td colspan=5>行政复议<td colspan=10>行政诉讼</tr><tr>"
    + "".join(f"<td rowspan=2>{word}" for word in RESULTS)
    + "<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉</tr><tr>"
    + "".join(f"<td>{word}" for word in RESULTS * 2)
    + "</tr>"
)


def report(publisher: str = "桃城区人民政府", year: int = 2021, title: bool = True) -> bytes:
    named = f"{publisher}{year}年政府信息公开工作年度报告" if title else ""
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    return f"<html><h1>{named}</h1><p>{heading}</p><table>{HEAD}<tr>{ROW}</tr></table></html>".encode()


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            made.writestr(name.replace("__", "."), body)
    return out.getvalue()


def test_a_plain_document_is_one_extraction_without_a_member() -> None:
    (only,) = extract_all(report())
    assert only == extract_bytes(report())
    assert (only.member, only.status) == (None, "partial")


def test_the_one_report_of_an_archive_is_what_the_archive_says() -> None:
    data = archive(封面__txt="封面".encode(), 年报__html=report())
    found = extract_bytes(data)
    assert (found.member, found.identity.year, len(found.cells)) == ("年报.html", 2021, 15)
    assert found.cells[0].locator == "年报.html: table 1 row 4 column 1"
    assert [cell.value for cell in found.cells] == [cell.value for cell in extract_bytes(report()).cells]
    assert to_json(found, "a.zip")["member"] == "年报.html"
    assert "member" not in to_json(extract_bytes(report()), "a.html")


def test_every_report_of_an_archive_is_one_extraction_and_none_is_chosen() -> None:
    data = archive(乙__html=report(year=2022), 甲__html=report(year=2021), 丙__bin=b"\0\1")
    found = extract_all(data)
    assert [(one.member, one.status, one.identity.year) for one in found] == [
        ("乙.html", "partial", 2022),
        ("甲.html", "partial", 2021),
        ("丙.bin", "unreadable", None),
    ]
    assert extract_all(data) == found
    alone = extract_bytes(data)
    assert (alone.status, alone.cells) == ("unreadable", ())
    assert "2 reports" in str(alone.error)


def test_an_archive_without_a_report_names_what_was_looked_at() -> None:
    (only,) = extract_all(archive(说明__txt="附件见下".encode()))
    assert (only.status, only.error) == (
        "no_report",
        "none of the 1 files in the archive is a report: 说明.txt (no report)",
    )
    (only,) = extract_all(archive(说明__txt="附件见下".encode(), 年报__bin=b"\0\1"))
    assert only.status == "unreadable"
    assert "年报.bin (binary data" in str(only.error)
    assert "说明.txt (no report)" in str(only.error)


def test_a_broken_archive_is_unreadable() -> None:
    (only,) = extract_all(archive(年报__html=report())[:-30])
    assert only.status == "unreadable"
    (only,) = extract_all(archive(__DS_Store=b"x"))
    assert "no document" in str(only.error)


def test_a_members_name_is_its_link_text() -> None:
    data = archive(桃城区人民政府2020年政府信息公开工作年度报告__html=report(title=False))
    assert extract_bytes(data).identity.year == 2020


def test_the_link_to_an_archive_speaks_for_its_only_document_and_not_for_one_of_many() -> None:
    link = Context(link_text="桃城区人民政府2020年政府信息公开工作年度报告")
    one = archive(年报__html=report(title=False))
    assert extract_bytes(one, None, link).identity.year == 2020
    two = archive(甲__html=report(title=False), 乙__html=report(title=False))
    assert [found.identity.year for found in extract_all(two, None, link)] == [None, None]


def test_the_reports_of_a_captured_archive_are_rows_of_their_own_even_with_equal_figures() -> None:
    data = archive(甲__html=report("桃城区财政局"), 乙__html=report("桃城区教育局"), 丙__bin=b"\0\1")
    site = Site("taocheng", "131102", "桃城区人民政府", "http://127.0.0.1:1/", 0.0)
    capture = Capture(
        url="http://127.0.0.1:1/a.zip", site_id="taocheng", fetched_at="2022-02-01T00:00:00Z", status=200,
        outcome="ok", media_type="application/zip", sha256="0", bytes=len(data),
        warc_file="raw/1311/x.warc.gz", warc_offset=0, run_id="x", role="attachment",
    )  # fmt: skip
    rows = normalise(
        [site],
        [capture],
        lambda versions: [[*map(Reading.of, extract_all(data, None, context))] for _, context in versions],
    )
    assert {row["publisher"] for row in rows["reports"]} == {"桃城区财政局", "桃城区教育局"}
    (left,) = rows["left_out"]
    assert str(left["reason"]).startswith("丙.bin: binary data")
