"""Tables printed lying: applicants or results down the side, the form's rows across the top."""

from __future__ import annotations

import pytest

from extractors.readers import read
from transforms.forms import columns_of, own_labels, rows_of
from transforms.tables.read import Tables, read_tables

ROWS = rows_of("2021", "applications")
LABELS = own_labels("2021", "applications")
PARTIES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
COLUMNS = columns_of("2021", "applications", "received")
# One request of a natural person, granted.
COUNTED = {"received", "granted", "concluded"}


def table(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def lying() -> list[list[str]]:
    head = ["申请人情况", *(LABELS[row] for row in ROWS)]
    figures = {"自然人": 1, "总计": 1}
    return [
        head,
        *([party, *(str(figures.get(party, 0) * (row in COUNTED)) for row in ROWS)] for party in PARTIES),
    ]


def read_page(*tables: str) -> Tables:
    return read_tables(read(f"<html><body>{''.join(tables)}</body></html>".encode()), 2022)


def test_applicants_as_rows_are_read_with_their_places() -> None:
    found = read_page(table(lying()))
    cells = {cell.item: cell for cell in found.cells}
    for column, line in zip(COLUMNS, range(2, 9), strict=True):
        for place, row in enumerate(ROWS, 2):
            cell = cells[f"applications.{row}.{column}"]
            expected = float(row in COUNTED and column in ("natural_person", "total"))
            assert (cell.value, cell.locator) == (expected, f"table 1 row {line} column {place}")
    assert [finding.rule for finding in found.findings] == ["table.missing", "table.missing"]


@pytest.mark.parametrize("place", [1, 9, 25])
def test_a_line_that_lost_a_cell_makes_the_table_openly_missing(place: int) -> None:
    rows = lying()
    del rows[1][place]
    found = read_page(table(rows))
    assert {cell.state for cell in found.cells} == {"missing"}
    assert len(found.cells) == len(ROWS) * len(COLUMNS)
    assert ("cells.missing", "applications") in {(one.rule, one.item) for one in found.findings}


def test_results_as_rows_below_both_kinds_of_cases() -> None:
    page = """<table>
      <tr><td rowspan=2></td><td rowspan=2>行政复议</td><td colspan=2>行政诉讼</td></tr>
      <tr><td>未经复议直接起诉</td><td>复议后起诉</td></tr>
      <tr><td>结果维持</td><td>1</td><td>2</td><td>3</td></tr>
      <tr><td>结果纠正</td><td>0</td><td>1</td><td>0</td></tr>
      <tr><td>其他结果</td><td>0</td><td>0</td><td>1</td></tr>
      <tr><td>尚未审结</td><td>1</td><td>0</td><td>0</td></tr>
      <tr><td>总计</td><td>2</td><td>3</td><td>4</td></tr></table>"""
    values = {cell.item: cell.value for cell in read_page(page).cells}
    assert [values[f"disputes.review.{column}"] for column in ("upheld", "pending", "total")] == [1, 1, 2]
    assert values["disputes.litigation_direct.corrected"] == 1
    assert values["disputes.litigation_after_review.total"] == 4
    assert len(values) == 15
