"""Which of several sources of one report is current, why, and what they say against one another."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from extractors.records import Capture
from transforms.identity.checks import implausible_findings
from transforms.records import Cell, Context, Extraction, Identity
from transforms.reports.outline import Reading
from transforms.reports.sources import Source, closeness, current_of, disagreements, revision

IDENTITY = Identity("报告", 2021, "桃城区", "131102", "桃城区审计局", "department")


def cell(item: str, value: float | None, state: str = "number", raw: str | None = None) -> Cell:
    section, row, column = item.split(".")
    printed = raw if raw is not None else "" if value is None else f"{value:g}"
    return Cell(item, section, row, column, state, value, printed, "件", f"place of {item}")  # type: ignore[arg-type]


def cells(*numbers: float) -> tuple[Cell, ...]:
    names = ("received.total", "granted.total", "concluded.total", "carried_in.total")
    return tuple(cell(f"applications.{name}", number) for name, number in zip(names, numbers, strict=False))


def source(
    url: str,
    read: tuple[Cell, ...],
    own: int = 1,
    media: str = "text/html",
    day: int = 1,
    by_ocr: bool = False,
) -> Source:
    capture = Capture(
        url=url, site_id="s", fetched_at=f"2022-02-{day:02d}T00:00:00Z", status=200, outcome="ok",
        media_type=media, sha256=url, bytes=1, warc_file="raw", warc_offset=0, run_id="x", role="report",
    )  # fmt: skip
    extraction = Extraction("ok", IDENTITY, {}, read, is_report=True, by_ocr=by_ocr)
    return Source(capture, Reading.of(extraction), "131102", own)


@pytest.mark.parametrize(
    ("current", "other"),
    [
        (source("/text", cells(1)), source("/scan", cells(1, 2, 3), own=2, by_ocr=True, day=9)),
        (source("/scan", cells(1), by_ocr=True), source("/prose only", (), own=2, day=9)),
        (source("/own", cells(1), own=2), source("/repost", cells(1, 2), own=0, day=9)),
        (source("/own.pdf", cells(1), media="application/pdf"), source("/repost", cells(1), own=0)),
        (source("/full", cells(1, 2)), source("/short", cells(1), day=9)),
        (source("/page", cells(1)), source("/page.pdf", cells(1), media="application/pdf", day=9)),
        (source("/page", cells(1)), source("http://big5.x/gate/big5/page", cells(1, 2), day=9)),
        (source("/later", cells(1), day=2), source("/earlier", cells(1), day=1)),
    ],
    ids=lambda one: one.capture.url,
)
def test_the_current_source_is_the_same_in_any_order(current: Source, other: Source) -> None:
    for versions in permutations((current, other)):
        assert current_of(versions) == (current, [other])


def test_a_scan_never_displaces_text_that_holds_figures() -> None:
    text = source("/text", cells(5), own=0, day=1)
    scans = [source(f"/scan{n}", cells(6, 7, 8, 9), own=2, by_ocr=True, day=n) for n in range(2, 6)]
    assert current_of([*scans, text])[0] is text


def test_of_one_document_the_newest_version_counts_and_the_others_are_its_history() -> None:
    old, new = source("/a", cells(1, 2, 3), day=1), source("/a", cells(1), day=2)
    assert current_of([old, new]) == (new, [])
    assert revision(new, [old, new]) == 2


def test_two_members_of_one_archive_are_two_documents() -> None:
    word = source("/a.zip", cells(1, 2))
    scan = replace(word, reading=Reading.of(replace(word.extraction, member="scan.pdf", cells=cells(1))))
    current, others = current_of([word, scan])
    assert (current, others) == (word, [scan])


def test_each_cell_that_differs_is_a_finding_with_both_places_and_the_reason() -> None:
    here = source("/own", cells(5, 3, 3), own=2)
    there = source("/repost", cells(5, 4, 2), own=0)
    found = disagreements(here, [there])
    assert [(f.rule, f.item, f.actual, f.expected, f.cause) for f in found] == [
        ("sources.disagree", "applications.granted.total", 3, 4, "source"),
        ("sources.disagree", "applications.concluded.total", 3, 2, "source"),
    ]
    for part in ("/own", "/repost", "'3'", "'4'", "place of applications.granted.total", "its own body"):
        assert part in found[0].message


def test_a_difference_from_a_scan_is_laid_to_the_reading() -> None:
    (finding,) = disagreements(source("/a", cells(5)), [source("/scan", cells(6), by_ocr=True)])
    assert finding.cause == "extraction"


@pytest.mark.parametrize(
    ("here", "there", "differs"),
    [
        (cell("a.b.c", 0), cell("a.b.c", None, "blank"), True),
        (cell("a.b.c", 3), cell("a.b.c", None, "missing"), False),
        (cell("a.b.c", 3), cell("a.b.c", None, "unreadable", "3?"), False),
        (cell("a.b.c", None, "blank"), cell("a.b.c", None, "placeholder", "/"), False),
        (cell("a.b.c", 3), cell("a.b.c", 3, raw="３件"), False),
    ],
)
def test_only_numbers_contradict_each_other(here: Cell, there: Cell, differs: bool) -> None:
    assert bool(disagreements(source("/a", (here,)), [source("/b", (there,))])) is differs


def test_many_differences_are_counted() -> None:
    one = tuple(cell(f"applications.r{n}.total", n) for n in range(30))
    other = tuple(cell(f"applications.r{n}.total", n + 1) for n in range(30))
    found = disagreements(source("/a", one), [source("/b", other)])
    assert len(found) == 11
    assert "30 cells" in found[-1].message


@pytest.mark.parametrize(
    ("division", "publisher", "expected"),
    [
        ("131102", "桃城区审计局", 2),
        ("131102", "桃城区人民政府", 1),
        ("131100", "衡水市人民政府", 0),
        (None, None, 0),
    ],
)
def test_how_near_a_site_is(division: str | None, publisher: str | None, expected: int) -> None:
    assert closeness(IDENTITY, Context(site_division=division, site_publisher=publisher)) == expected


@pytest.mark.parametrize(
    ("level", "publisher", "code", "implausible"),
    [
        ("county", "桃城区人民政府", "131102", True),
        ("township", "赵家圈镇人民政府", "131102", True),
        ("department", "桃城区人民政府办公室", "131102", True),
        ("department", "衡水市教育局", "131100", True),
        ("department", "衡水市人民政府办公室", "131100", False),
        ("department", "河北省司法厅", "130000", False),
        ("prefecture", "衡水市人民政府", "131100", False),
        ("central", "水利部", "000000", False),
        (None, "望川市人民政府", None, False),
    ],
)
def test_regulations_of_bodies_that_make_none(
    level: str | None, publisher: str, code: str | None, implausible: bool
) -> None:
    identity = replace(IDENTITY, publisher_level=level, publisher=publisher, division_code=code)
    told = [cell("disclosure.regulations.issued", 2), cell("disclosure.regulations.repealed", 0)]
    assert [f.item for f in implausible_findings(identity, told)] == [
        "disclosure.regulations.issued"
    ] * implausible


@pytest.mark.parametrize(
    ("item", "value", "level", "code", "implausible"),
    [
        ("disclosure.licensing.decisions", 12345678901, None, None, True),
        ("disclosure.licensing.decisions", 4000000, "county", "131102", False),
        ("disclosure.licensing.decisions", 40000000, "county", "131102", True),
        ("disclosure.licensing.decisions", 40000000, "prefecture", "131100", False),
        # 元 in a cell of 万元.
        ("disclosure.fees.amount", 75450000, "county", "320813", True),
        ("disclosure.fees.amount", 75450000, "department", "320800", True),
        ("disclosure.fees.amount", 7545, "county", "320813", False),
        ("applications.received.total", 120000, "county", "131102", True),
        ("applications.received.total", 120000, "province", "310000", False),
        ("disputes.review.total", 30000, "zone", "131102", False),
        ("disputes.review.total", 30000, "department", "131102", True),
        ("stats_publicity.disclosed_total.value", 80000000, "county", "131102", False),
    ],
)
def test_figures_that_no_such_body_has(
    item: str, value: float, level: str | None, code: str | None, implausible: bool
) -> None:
    identity = replace(IDENTITY, publisher_level=level, division_code=code)
    assert len(implausible_findings(identity, [cell(item, value)])) == implausible
