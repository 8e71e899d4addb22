"""Two readings of a table check each other; a value that may belong to two rows belongs to none."""

from __future__ import annotations

from extractors.document import Document, GridCell, Table
from transforms.tables.read import Tables, read_tables

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
PARTIES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
COLUMNS = (
    "natural_person",
    "enterprise",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
    "total",
)


def grid(*rows: list[tuple[str, int, int, int]]) -> Tables:
    """A table of (text, column, span, height) cells."""
    cells = tuple(
        tuple(
            GridCell(text, number, column, height, span, f"row {number}")
            for text, column, span, height in row
        )
        for number, row in enumerate(rows, 1)
    )
    return read_tables(Document("text/html", (Table(1, cells),)), 2021)


def row(label: str, *values: str, height: tuple[int, ...] = ()) -> list[tuple[str, int, int, int]]:
    return [(label, 1, 3, 1), *((text, 4 + n, 1, 2 if n in height else 1) for n, text in enumerate(values))]


def applications(*rows: list[tuple[str, int, int, int]], total_at: int = 10) -> Tables:
    head = [("自然人", 4 if total_at > 4 else 5, 1, 2), ("总计", total_at, 1, 2)]
    under = 5 if total_at > 4 else 6
    return grid(
        [("申请人情况", 4, 7, 1)],
        [*head, ("法人或其他组织", under, 5, 1)],
        [(text, under + n, 1, 1) for n, text in enumerate(PARTIES)],
        *rows,
    )


def values(tables: Tables, name: str) -> list[float | None]:
    cells = {cell.item: cell.value for cell in tables.cells}
    return [cells[f"applications.{name}.{column}"] for column in COLUMNS]


RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"


def test_where_the_order_of_words_and_the_places_agree_the_row_is_read() -> None:
    tables = applications(row(RECEIVED, "3", "1", "0", "0", "0", "2", "6"))
    assert values(tables, "received") == [3, 1, 0, 0, 0, 2, 6]


def test_the_sums_decide_between_order_and_places() -> None:
    # 总计 is printed first in its row of the header's text, but stands before 自然人 on the grid.
    tables = applications(row(RECEIVED, "6", "3", "1", "0", "0", "0", "2"), total_at=4)
    assert values(tables, "received") == [3, 1, 0, 0, 0, 2, 6]


def test_where_no_sum_decides_the_cells_in_doubt_are_missing_and_named() -> None:
    tables = applications(row(RECEIVED, "6", "", "1", "0", "0", "0", ""), total_at=4)
    assert values(tables, "received")[0] is None
    doubts = [f for f in tables.findings if f.rule == "cells.missing" and f.cause == "extraction"]
    assert [f.item for f in doubts] == ["applications.received"]


def test_a_value_merged_over_two_rows_is_neithers() -> None:
    upper = row(RECEIVED, "3", "1", "0", "0", "0", "2", "6", height=(0,))
    lower = [cell for cell in row(CARRIED, "3", "1", "0", "0", "0", "2", "6") if cell[1] != 4]
    tables = applications(upper, lower)
    assert values(tables, "received") == [None, 1, 0, 0, 0, 2, 6]
    assert values(tables, "carried_in") == [None, 1, 0, 0, 0, 2, 6]
    missing = [f.item for f in tables.findings if f.rule == "cells.missing"]
    assert {"applications.received", "applications.carried_in"} <= set(missing)


def disputes(*rows: list[str]) -> Tables:
    return grid(
        [("行政复议", 1, 5, 1), ("行政诉讼", 6, 10, 1)],
        [
            *((text, 1 + n, 1, 2) for n, text in enumerate(RESULTS)),
            ("未经复议直接起诉", 6, 5, 1),
            ("复议后起诉", 11, 5, 1),
        ],
        [(text, 6 + n, 1, 1) for n, text in enumerate(RESULTS * 2)],
        *([(text, 1 + n, 1, 1) for n, text in enumerate(texts)] for texts in rows),
    )


FIFTEEN = ["1", "0", "2", "0", "3", "0", "0", "0", "0", "0", "0", "1", "0", "0", "1"]


def test_two_rows_of_figures_under_the_disputes_header_are_not_told_apart() -> None:
    other = ["2", *FIFTEEN[1:4], "4", *FIFTEEN[5:]]
    tables = disputes(FIFTEEN, other)
    assert {cell.value for cell in tables.cells if cell.section == "disputes"} == {None}
    assert "disputes" in {f.item for f in tables.findings if f.rule == "cells.missing"}


def test_the_same_row_twice_or_an_empty_row_below_is_no_doubt() -> None:
    for other in (FIFTEEN, [""] * 15):
        read = [cell.value for cell in disputes(FIFTEEN, other).cells if cell.section == "disputes"]
        assert read == [float(text) for text in FIFTEEN]
