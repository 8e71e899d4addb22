"""Copies of the form of 2014 with several columns: the own figures are told by the header, or openly not."""

from __future__ import annotations

import pytest

from extractors.readers import read
from transforms.tables.read import read_tables


def numbers_of(page: str, year: int) -> dict[str, float | None]:
    return {cell.item: cell.value for cell in read_tables(read(page.encode()), year).cells}


def table(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def local_copy(head: list[str], *figures: list[str]) -> str:
    """Two rows of the form of 2014 in a copy with several columns."""
    labels = ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "其中：主动公开规范性文件数")
    rows = ([label, "条", *row] for label, row in zip(labels, figures, strict=True))
    return table([["统计指标", "单位", *head], *rows])


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        (["统计数", "备注"], ["12", "含上年2条"], ["3", ""]),
        (["代码", "统计数"], ["01", "12"], ["02", "3"]),
        (["上年数", "本年数"], ["9", "12"], ["1", "3"]),
        (["2016年", "2015年"], ["12", "9"], ["3", "1"]),
        (["2015年度", "2016年度"], ["9", "12"], ["1", "3"]),
        (["统计数", "同比增长（%）"], ["12", "33.3"], ["3", "200"]),
        (["区政府", "部门", "乡镇街道", "合计"], ["7", "4", "1", "12"], ["2", "1", "0", "3"]),
    ],
    ids="/".join,
)
def test_the_own_column_of_a_local_copy_of_the_form_of_2014(
    head: list[str], first: list[str], second: list[str]
) -> None:
    read_ = numbers_of(local_copy(head, first, second), 2016)
    assert read_["stats_publicity.disclosed_total.value"] == 12
    assert read_["stats_publicity.normative_documents_disclosed.value"] == 3


@pytest.mark.parametrize("head", [["甲", "乙"], ["2014年", "2015年"], ["合计", "合计"], ["统计数", "本年数"]])
def test_columns_of_which_none_or_several_may_be_the_own_are_not_read(head: list[str]) -> None:
    assert set(numbers_of(local_copy(head, ["12", "9"], ["3", "1"]), 2016).values()) == {None}


def test_a_row_that_lacks_a_cell_of_several_is_not_read() -> None:
    read_ = numbers_of(local_copy(["代码", "统计数", "备注"], ["01", "12", ""], ["02", "3"]), 2016)
    assert read_["stats_publicity.disclosed_total.value"] == 12
    assert read_["stats_publicity.normative_documents_disclosed.value"] is None
