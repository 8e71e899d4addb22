"""Tables printed as lines of a list, each label before a colon: 本年新收政府信息公开申请数量：12件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise

from extractors.document import Document, GridCell, Paragraph, Table
from transforms.fold import fold
from transforms.forms import (
    STATISTICS,
    columns_of,
    forms_of,
    group_labels,
    rows_of,
    vocabulary,
)
from transforms.records import SECTIONS
from transforms.tables.headers import column_named
from transforms.tables.labels import match
from transforms.values import is_value, parse_value

_LINE = re.compile(r"(?P<label>(?:其中[:：])?[^:：]{2,70})[:：](?P<said>[^:：]{0,120}?)[。；;，,]?")
# What heads a list of another year.
_YEAR = re.compile(r"20\d\d年度?[:：]")
_BETWEEN = re.compile(r"[，,、；;]\s*(?=[^\d，,、；;])")
# A column and its figure: 自然人10件, 结果维持为0.
_NAMED = re.compile(
    r"(?P<column>[^\d\s/／—–－无-]{2,12}?)(?:为|[:：])?\s*(?P<value>[\d/／—–－无-][^，；;]{0,15})"
)
_COUNTED = re.compile(r"(?P<value>[\d,]+)\s*(?P<unit>[\u4e00-\u9fff]{1,3})")
_BALANCE = ("received", "carried_in", "concluded", "carried_out")
# A list of the form of 2014 has most of its rows.
_MOST = 0.75


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its row, null for the label of several, and each figure with its column, null for none."""

    key: str | None
    label: str
    figures: tuple[tuple[str | None, str], ...]
    locator: str


def with_lists(document: Document, read: Set[str]) -> Document:
    """The document with lists as tables, of sections other than those `read`; as it is where there are none.

    Every line must bear the label of a row, in the form's order. Figures that stand without a column are
    totals of section 三, which have to add up, or those of the form of 2014, of which most rows are there.
    """
    sections = [
        section for section in (*SECTIONS, STATISTICS) if section not in read and STATISTICS not in read
    ]
    if not sections:
        return document
    blocks: list[Paragraph | Table] = []
    for is_list, run in groupby(document.blocks, key=_is_listed):
        lines = list(run)
        found = _tables([one for one in lines if isinstance(one, Paragraph)], sections) if is_list else None
        blocks += found or lines
    return replace(document, blocks=tuple(blocks)) if len(blocks) < len(document.blocks) else document


def _is_listed(block: Paragraph | Table) -> bool:
    if not isinstance(block, Paragraph) or block.link:
        return False
    text = block.text.strip()
    line = _LINE.fullmatch(text) is not None and not _YEAR.fullmatch(text)
    return line or fold(text) in _heads()


@cache
def _heads() -> frozenset[str]:
    """Labels of several rows, which need no colon."""
    known = vocabulary("applications")
    rows = {label for words in known.rows if words.heads for label in words.labels}
    return known.blocks | rows | group_labels("2014", STATISTICS)


def _tables(lines: Sequence[Paragraph], sections: Sequence[str]) -> list[Paragraph | Table] | None:
    for section in sections:
        read = list(_read(section, lines))
        told = [number for number, line in enumerate(read) if line is not None]
        if len(told) < 2:
            continue
        first, end = told[0], told[-1] + 1
        rows = [line for line in read[first:end] if line is not None]
        # A line between them that is of no row may be one with a misprinted label.
        if len(rows) == end - first and (table := _table(section, rows)):
            return [*lines[:first], table, *lines[end:]]
    return None


def _read(section: str, lines: Sequence[Paragraph]) -> Iterator[_Line | None]:
    seen: set[str] = set()
    for line in lines:
        text = line.text.strip()
        found = _LINE.fullmatch(text)
        label, said = (found["label"].strip(), found["said"].strip()) if found else (text, "")
        row, figures = match(section, label, seen), _figures(section, said)
        if figures is None or not (row or fold(label) in _heads()):
            yield None
            continue
        # （六）其他处理 heads rows in the form of 2021.
        heads = not row or not row.words or (row.words.heads and not said)
        key = None if heads or not row or not row.words else row.words.key
        seen.update({key} if key else ())
        yield _Line(key, label, figures, line.locator)


def _figures(section: str, said: str) -> tuple[tuple[str | None, str], ...] | None:
    """The figures behind the colon with the columns they name; null where there is anything else."""
    if not said or is_value(said):
        return ((None, said),)
    named = [_NAMED.fullmatch(part.strip()) for part in _BETWEEN.split(said)]
    figures = [(column_named(section, fold(one["column"])), one["value"]) for one in named if one]
    whole = len(figures) == len(named) and all(key and is_value(value) for key, value in figures)
    return tuple(figures) if whole else None


def _table(section: str, lines: Sequence[_Line]) -> Table | None:
    rows = [line for line in lines if line.key]
    order = [words.key for words in vocabulary(section).rows]
    places = [order.index(line.key) for line in rows if line.key]
    if not rows or any(one >= other for one, other in pairwise(places)):
        return None
    alone = all(columns == (None,) for columns in map(_columns, rows))
    if section == STATISTICS:
        proven = alone and len(rows) >= _MOST * len(rows_of("2014", STATISTICS))
        head = ["统计指标", "单位", "统计数"]
        return _grid([(head, rows[0]), *((_counted(row), row) for row in rows)]) if proven else None
    if section == "applications" and alone:
        cells = [([row.label, row.figures[0][1]], row) for row in rows]
        return _grid([(["申请人情况", "总计"], rows[0]), *cells]) if _adds_up(rows) else None
    return _with_columns(section, rows)


def _columns(line: _Line) -> tuple[str | None, ...]:
    return tuple(column for column, _ in line.figures)


def _counted(row: _Line) -> list[str]:
    """Label, unit and figure of a row of 2014."""
    said = row.figures[0][1]
    found = _COUNTED.fullmatch(said)
    return [row.label, found["unit"], found["value"]] if found else [row.label, "", said]


def _adds_up(rows: Sequence[_Line]) -> bool:
    """Whether totals of section 三 fulfil both sums of the form; rows that are not printed add nothing."""
    figures = {row.key: parse_value(row.figures[0][1]) for row in rows}
    if not set(_BALANCE) <= figures.keys() or any(one.state == "unreadable" for one in figures.values()):
        return False
    numbers = {key: one.number or 0 for key, one in figures.items()}
    received, carried_in, concluded, carried_out = (numbers[key] for key in _BALANCE)
    outcomes = sum(number for key, number in numbers.items() if key not in _BALANCE)
    return received + carried_in == concluded + carried_out and outcomes == concluded


def _with_columns(section: str, rows: Sequence[_Line]) -> Table | None:
    """Lines in which every figure stands with its column, all those of a form in its order."""
    if not all(
        any(_columns(r) == columns_of(f, section, r.key or "") for f in forms_of(section)) for r in rows
    ):
        return None
    names = {words.key: words.labels[0] for words in vocabulary(section).columns}
    corner = {
        "disclosure": "信息内容",
        "applications": "申请人情况",
        "disputes": "类别",
    }[section]
    cells: list[tuple[Sequence[str], _Line]] = []
    for number, row in enumerate(rows):
        if number == 0 or section == "disclosure":
            cells.append(([corner, *(names[column] for column in _columns(row) if column)], row))
        cells.append(([row.label, *(value for _, value in row.figures)], row))
    return _grid(cells)


def _grid(rows: Sequence[tuple[Sequence[str], _Line]]) -> Table:
    """The rows as a table of which each cell has the place of its line."""
    lines = (
        tuple(GridCell(text, n, column, 1, 1, line.locator) for column, text in enumerate(texts, 1))
        for n, (texts, line) in enumerate(rows, 1)
    )
    return Table(0, tuple(lines))
