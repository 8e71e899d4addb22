"""Copies of section 三 with fewer columns than the form: what they print is read, the rest is missing."""

from __future__ import annotations

import pytest

from extractors.readers import read
from transforms.tables.read import read_tables

LABELS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理")
KEYS = ("received", "carried_in", "carried_out")


def page(head: list[str], *figures: list[str]) -> str:
    rows = [["项目", *head], *([label, *row] for label, row in zip(LABELS, figures, strict=True))]
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<p>三、收到和处理政府信息公开申请情况</p><table>{table}</table>"


def printed(text: str) -> dict[str, float]:
    cells = read_tables(read(f"<html>{text}</html>".encode()), 2022).cells
    assert all(cell.state in ("number", "missing") for cell in cells)
    return {cell.item.removeprefix("applications."): cell.value for cell in cells if cell.value is not None}


@pytest.mark.parametrize(
    ("head", "figures"),
    [
        (["总计"], [["12"], ["3"], ["1"]]),
        (["数量（件）"], [["12"], ["3"], ["1"]]),
        (["2022年", "2021年"], [["12", "9"], ["3", "2"], ["1", "3"]]),
        (["上年", "总计"], [["9", "12"], ["2", "3"], ["3", "1"]]),
        (["总计", "同比"], [["12", "33%"], ["3", "50%"], ["1", "-67%"]]),
    ],
    ids=str,
)
def test_totals_alone(head: list[str], figures: list[list[str]]) -> None:
    assert printed(page(head, *figures)) == dict(
        zip((f"{key}.total" for key in KEYS), (12, 3, 1), strict=True)
    )


def test_natural_persons_organisations_and_all() -> None:
    text = page(["自然人", "法人或其他组织", "总计"], ["7", "5", "12"], ["3", "0", "3"], ["1", "0", "1"])
    persons = {f"{key}.natural_person": value for key, value in zip(KEYS, (7, 3, 1), strict=True)}
    assert printed(text) == persons | {"received.total": 12, "carried_in.total": 3, "carried_out.total": 1}


@pytest.mark.parametrize("head", [["自然人"], ["2021年"], ["同比"], ["甲"], [""]], ids=str)
def test_a_column_that_is_not_named_as_the_total_is_not_read(head: list[str]) -> None:
    assert printed(page(head, ["12"], ["3"], ["1"])) == {}


def test_a_row_that_lacks_its_cell_leaves_the_table_unread() -> None:
    assert printed(page(["总计", "同比"], ["12", "33%"], ["3"], ["1", "-67%"])) == {}
