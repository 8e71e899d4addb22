"""The data dictionary as a page: the files that the warehouse's comments are made of, for reading."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from transforms.forms import items
from transforms.indicators import Indicator, indicators
from transforms.schema import Table, dictionary, macros
from warehouse.checks import checks

_OUTCOMES = Path(__file__).parent.parent / "outcomes.csv"
_BOTH = ("meaning", "含义")
_HEAD = """# Data dictionary 数据字典

What every table, view, column, macro, indicator, item, rule and outcome means. The warehouse carries the same
texts as comments (`SELECT column_name, comment FROM duckdb_columns()`), and so does every package of
`gongkai export` (`dictionary.csv`). `tools/build_docs.py` makes this page.

数据仓库各表、视图、字段、宏、指标、表格项、校验规则和抓取结果的含义；仓库内的注释与本页一致。

[Tables and views](#tables-and-views-表和视图) · [Macros](#macros-宏) · [Indicators](#indicators-指标) ·
[Items](#items-表格项) · [Rules](#rules-of-the-findings-校验规则) ·
[Outcomes](#outcomes-of-requests-抓取结果)"""
_ON_MACROS = """Those that give a table are asked like one: `FROM compare('received', 2023)`, and
`DESCRIBE FROM compare('received', 2023)` shows its columns. What has a default is named:
`level := 'county'`."""
_ON_INDICATORS = """Within a group of forms the definition is the same; between groups, parted by a stroke,
the series breaks. A denominator under the least n is flagged `small_n`. An item that is not a printed number
leaves the indicator null: missing is never zero."""


def as_markdown() -> str:
    """The page docs/data-dictionary.md."""
    parts = [_HEAD, *_tables(), *_macros(), *_indicators(), *_items(), *_rules(), *_outcomes()]
    return "\n\n".join(parts) + "\n"


def _tables() -> Iterator[str]:
    shown = [table for table in dictionary().values() if table.kind != "stored"]
    yield "## Tables and views 表和视图"
    yield _grid(("name", *_BOTH), ((f"[`{t.name}`](#{t.name})", t.en, t.zh) for t in shown))
    for table in shown:
        yield f"### {table.name}"
        yield _about(table)
        yield _grid(
            ("column", "type", "unit", *_BOTH),
            ((f"`{c.name}`", c.type, c.unit or "", c.en, c.zh) for c in table.stored),
        )


def _about(table: Table) -> str:
    kind = "view" if table.kind == "view" or table.packed else "table"
    key = ", ".join(f"`{name}`" for name in table.key)
    order = f"One row for each {key}." if table.unique else f"Rows in the order of {key}."
    wide = ""
    if table.items:
        wide = f" Besides a column for each item of `{table.items}` ([Items](#items-表格项)): `row_column`."
    return f"{table.en}. *({kind})* {order}{wide}\n\n{table.zh}。"


def _macros() -> Iterator[str]:
    yield "## Macros 宏"
    yield _ON_MACROS
    yield _grid(
        ("macro", *_BOTH), ((f"`{name}`", *comment.split(" | ")) for name, comment in macros().items())
    )


def _indicators() -> Iterator[str]:
    yield "## Indicators 指标"
    yield _ON_INDICATORS
    for topic, entries in groupby(indicators(), key=lambda entry: entry.topic):
        yield f"### {topic}"
        yield _grid(
            ("indicator", "name", "名称", "definition", "unit", "forms", "least n", "note", "说明"),
            map(_indicator, entries),
        )


def _indicator(entry: Indicator) -> tuple[str, ...]:
    formula = entry.numerator + (f" ÷ {entry.denominator}" if entry.denominator else "")
    least = str(entry.min_n or "")
    return (
        f"`{entry.name}`", entry.name_en, entry.name_zh, formula, entry.unit, entry.forms or "", least,
        *entry.note.split(" | "),
    )  # fmt: skip


def _items() -> Iterator[str]:
    yield "## Items 表格项"
    yield "The cells of the official forms, in printed order. `cells.item` holds these names."
    for (form, section), entries in groupby(items(), key=lambda item: (item.form, item.section)):
        yield f"### {form}: {section}"
        yield _grid(
            ("item", "row 行", "column 列", "unit", "type"),
            ((f"`{i.item}`", i.row_label_zh, i.column_label_zh, i.unit, i.type) for i in entries),
        )


def _rules() -> Iterator[str]:
    yield "## Rules of the findings 校验规则"
    yield "What to do about each stands in [checks.md](checks.md)."
    yield _grid(
        ("rule", "severity", *_BOTH),
        ((f"`{c.rule}`", c.severity, *c.meaning.split(" | ")) for c in checks()),
    )


def _outcomes() -> Iterator[str]:
    yield "## Outcomes of requests 抓取结果"
    yield "`captures.outcome`, and the `coverage.status` that follows where nothing else was got."
    with _OUTCOMES.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)][1:]
    yield _grid(("outcome", "status", *_BOTH), ((f"`{name}`", *rest) for name, *rest in rows))


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
