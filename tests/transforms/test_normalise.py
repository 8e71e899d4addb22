"""From archived documents to rows: report identity, revisions, several sources, what is left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from extractors.records import Capture, Site
from transforms.extract import extract_all
from transforms.records import Context, LeftOut
from transforms.reports.normalise import Read, Rows, normalise
from transforms.reports.outline import Reading

SITE = Site("taocheng", "131102", "桃城区人民政府", "http://127.0.0.1:1/", 0.0)
TABLE = """
<p>四、政府信息公开行政复议、行政诉讼情况</p>
<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>
<tr><td rowspan=2>结果维持<td rowspan=2>结果纠正<td rowspan=2>其他结果<td rowspan=2>尚未审结<td rowspan=2>总计
<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉</tr>
<tr><td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计<td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计</tr>
<tr>{values}</tr></table>"""


def page(year: int = 2021, review: str = "1", banner: str = "", publisher: str = "桃城区人民政府") -> bytes:
    values = "".join(f"<td>{value}</td>" for value in [review, *"0001", *"00000", *"00000"])
    title = f"{publisher}{year}年政府信息公开工作年度报告"
    table = TABLE.format(values=values)
    return f"<html><title>{title}</title><body><p>{banner}</p><h1>{title}</h1>{table}".encode()


class Archive:
    """Captures with the bytes behind them, as a lake would hold them."""

    def __init__(self) -> None:
        self.captures: list[Capture] = []
        self.bodies: dict[tuple[str | None, int | None], bytes] = {}

    def add(
        self, body: bytes, url: str = "http://127.0.0.1:1/a.html", day: int = 1, role: str = "report"
    ) -> None:
        offset = len(self.captures)
        capture = Capture(
            url=url, site_id="taocheng", fetched_at=f"2022-02-{day:02d}T00:00:00Z", status=200, outcome="ok",
            media_type="text/html", sha256=hashlib.sha256(body).hexdigest(), bytes=len(body),
            warc_file="raw/1311/x.warc.gz", warc_offset=offset, run_id="x", role=role,
        )  # fmt: skip
        self.captures.append(capture)
        self.bodies["raw/1311/x.warc.gz", offset] = body

    def normalise(self) -> Rows:
        return normalise([SITE], self.captures, self.read_all)

    def read_all(self, versions: Sequence[tuple[Capture, Context]]) -> Iterator[Read]:
        for capture, context in versions:
            body = self.bodies[capture.warc_file, capture.warc_offset]
            read = extract_all(body, capture.media_type, context)
            yield [*map(Reading.of, read)] if body else LeftOut("the record is cut")


@pytest.fixture
def archive() -> Archive:
    return Archive()


def test_a_report_is_a_row_with_its_cells(archive: Archive) -> None:
    archive.add(page())
    rows = archive.normalise()
    (report,) = rows["reports"]
    assert (report["division_code"], report["publisher"], report["year"]) == (
        "131102",
        "桃城区人民政府",
        2021,
    )
    assert (report["revision"], report["form_applications"], report["form_disputes"]) == (1, None, "2021")
    assert len(rows["cells"]) == 15
    assert {row["report_id"] for row in rows["cells"]} == {report["report_id"]}


def test_the_report_id_depends_on_division_publisher_and_year_alone(archive: Archive) -> None:
    archive.add(page(review="1"), url="http://127.0.0.1:1/a.html")
    other = Archive()
    other.add(page(review="1", banner="今天是星期二"), url="http://127.0.0.1:9/other.html", day=9)
    (one,), (two,) = archive.normalise()["reports"], other.normalise()["reports"]
    assert one["report_id"] == two["report_id"]
    archive.add(page(year=2022), url="http://127.0.0.1:1/b.html")
    assert len({row["report_id"] for row in archive.normalise()["reports"]}) == 2


def test_changed_figures_make_a_new_revision_and_a_changed_banner_does_not(archive: Archive) -> None:
    archive.add(page(review="1"), day=1)
    archive.add(page(review="1", banner="今天是2022年2月2日"), day=2)
    assert [row["revision"] for row in archive.normalise()["reports"]] == [1]
    archive.add(page(review="0"), day=3)
    rows = archive.normalise()
    assert [row["revision"] for row in rows["reports"]] == [2]
    assert [row["first_seen"] for row in rows["reports"]] == ["2022-02-01T00:00:00Z"]
    values = {row["item"]: row["value"] for row in rows["cells"]}
    assert values["disputes.review.upheld"] == 0


def test_figures_that_change_back_are_a_third_revision(archive: Archive) -> None:
    archive.add(page(review="1"), day=1)
    archive.add(page(review="0"), day=2)
    archive.add(page(review="1"), day=3)
    rows = archive.normalise()
    assert [row["revision"] for row in rows["reports"]] == [3]
    assert {row["item"]: row["value"] for row in rows["cells"]}["disputes.review.upheld"] == 1


def test_a_corrected_year_leaves_no_report_of_the_wrong_year(archive: Archive) -> None:
    archive.add(page(year=2021, review="3"), day=1)
    archive.add(page(year=2023, review="3"), day=2)
    assert [row["year"] for row in archive.normalise()["reports"]] == [2023]


def test_an_address_that_shows_the_newest_report_keeps_the_earlier_one(archive: Archive) -> None:
    archive.add(page(year=2021, review="3"), day=1)
    archive.add(page(year=2022, review="4"), day=2)
    assert {row["year"] for row in archive.normalise()["reports"]} == {2021, 2022}


def test_a_page_known_as_a_report_only_at_a_304_is_read(archive: Archive) -> None:
    archive.add(page(), role="list")
    archive.captures.append(replace(archive.captures[0], role="report", outcome="not_modified", run_id="y"))
    assert len(archive.normalise()["reports"]) == 1


def test_a_damaged_record_costs_its_document_only(archive: Archive) -> None:
    archive.add(page(year=2020), url="http://127.0.0.1:1/whole")
    archive.add(b"", url="http://127.0.0.1:1/cut")
    rows = archive.normalise()
    assert [row["year"] for row in rows["reports"]] == [2020]
    assert rows["left_out"] == [{"url": "http://127.0.0.1:1/cut", "reason": "the record is cut"}]


def test_two_sources_of_one_report_that_differ_are_a_finding(archive: Archive) -> None:
    archive.add(page(review="1"), url="http://127.0.0.1:1/a.html", day=1)
    archive.add(page(review="2"), url="http://127.0.0.1:1/b.html", day=2)
    rows = archive.normalise()
    assert len(rows["reports"]) == 1
    (finding,) = [row for row in rows["findings"] if row["rule"] == "sources.disagree"]
    assert (finding["item"], finding["actual"], finding["expected"]) == ("disputes.review.upheld", 2, 1)


def test_blank_forms_refusals_and_lists_make_no_report(archive: Archive) -> None:
    archive.add(page(review="").replace(b">0<", b"><").replace(b">1<", b"><"), url="http://127.0.0.1:1/blank")
    archive.add(page(), url="http://127.0.0.1:1/list", role="list")
    archive.add(b"\0\1\2", url="http://127.0.0.1:1/broken")
    archive.add(page(year=2020), url="http://127.0.0.1:1/refused")
    archive.captures[-1] = replace(archive.captures[-1], outcome="forbidden")
    assert archive.normalise()["reports"] == []


def test_the_order_of_captures_does_not_matter(archive: Archive) -> None:
    for day, year in enumerate((2019, 2020, 2021), 1):
        archive.add(page(year=year), url=f"http://127.0.0.1:1/{year}.html", day=day)
    forward = archive.normalise()
    archive.captures.reverse()
    assert archive.normalise() == forward


def test_figures_that_no_form_has_are_rows_of_their_own(archive: Archive) -> None:
    rows_ = ("信息内容<td>本年处理决定数量", "行政许可<td>4", "行政征收<td>7")
    local = f"<table>{''.join(f'<tr><td>{row}</tr>' for row in rows_)}</table>"
    archive.add(page().replace("<p>四、".encode(), f"{local}<p>四、".encode()))
    rows = archive.normalise()
    (extra,) = rows["extras"]
    assert extra["report_id"] == rows["reports"][0]["report_id"]
    assert [extra[key] for key in ("section", "label", "column", "value")] == [
        "disclosure", "行政征收", "本年处理决定数量", 7,
    ]  # fmt: skip
    assert "行政征收" not in str(rows["cells"])
    archive.add(page().replace("<p>四、".encode(), f"{local.replace('7', '8')}<p>四、".encode()), day=2)
    assert [row["revision"] for row in archive.normalise()["reports"]] == [2]
