"""Which reports keep their former rows when a document cannot be read again."""

from __future__ import annotations

from flows.documents.kept import Row, Tables, keep

URL = "http://www.example.gov.cn/nb.html"


def report(sha256: str, day: int, url: str = URL, report_id: str = "131102-2021-0") -> Row:
    return {
        "report_id": report_id,
        "document_url": url,
        "sha256": sha256,
        "retrieved_at": f"2026-01-0{day}T00:00:00Z",
    }


def kept(now: list[Row], former: list[Row], *unread: str) -> tuple[list[str], list[object]]:
    tables: Tables = {"reports": now}
    ids = keep(tables, {"reports": former}, {(URL, sha256) for sha256 in unread})
    return ids, [row["sha256"] for row in tables["reports"]]


def test_a_report_whose_document_is_unread_keeps_its_rows() -> None:
    assert kept([], [report("a", 1)], "a") == (["131102-2021-0"], ["a"])


def test_an_older_version_gives_way_to_the_former_rows() -> None:
    assert kept([report("a", 1)], [report("b", 2)], "b") == (["131102-2021-0"], ["b"])


def test_another_source_gives_way_to_the_former_rows() -> None:
    other = report("c", 3, "http://www.example.gov.cn/copy.html")
    assert kept([other], [report("a", 1)], "a") == (["131102-2021-0"], ["a"])


def test_a_later_version_of_the_same_document_stands() -> None:
    assert kept([report("b", 2)], [report("a", 1)], "a") == ([], ["b"])


def test_an_older_version_that_is_unread_holds_nothing_up() -> None:
    assert kept([report("b", 2)], [report("b", 2)], "a") == ([], ["b"])


def test_another_report_at_the_same_address_is_not_touched() -> None:
    now, former = report("b", 2, report_id="131102-2022-0"), report("a", 1)
    assert kept([now], [former], "a") == (["131102-2021-0"], ["b", "a"])
