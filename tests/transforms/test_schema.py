"""The dictionary says what every table and column means, once, in two languages."""

from __future__ import annotations

import re
from dataclasses import fields

import pyarrow as pa
import pytest

from extractors.records import Capture, Site
from transforms.records import Cell, Claim, Extra, Finding
from transforms.schema import Table, arrow_schema, dictionary, macros, table

TABLES = list(dictionary().values())
HAN = re.compile("[一-龥]")


def by_name(entry: Table) -> str:
    return entry.name


@pytest.mark.parametrize("entry", TABLES, ids=by_name)
def test_every_table_and_column_is_explained_in_english_and_chinese(entry: Table) -> None:
    for text_en, text_zh in [(entry.en, entry.zh), *((c.en, c.zh) for c in entry.columns)]:
        assert re.search("[a-z]{3}", text_en)
        assert HAN.search(text_zh)


@pytest.mark.parametrize("entry", TABLES, ids=by_name)
def test_every_number_has_a_unit(entry: Table) -> None:
    without = [c.name for c in entry.columns if c.type in {"integer", "double"} and not c.unit]
    assert set(without) <= {"status"}  # an HTTP status is a code


@pytest.mark.parametrize("entry", TABLES, ids=by_name)
def test_keys_are_columns(entry: Table) -> None:
    assert set(entry.key) <= {column.name for column in entry.columns}


def test_types_become_arrow_types() -> None:
    schema = arrow_schema("reports")
    assert schema.field("year").type == pa.int64()
    assert schema.field("published_on").type == pa.date32()
    assert "prefecture" not in schema.names, "a partition lives in the path"


def test_the_records_of_other_packages_fit_their_tables() -> None:
    assert {f.name for f in fields(Capture)} == set(arrow_schema("captures").names)
    assert {f.name for f in fields(Site)} == set(arrow_schema("sites").names)
    assert set(Cell._fields) <= set(arrow_schema("cells").names)
    for record, name in [(Finding, "findings"), (Claim, "claims"), (Extra, "extras")]:
        assert {f.name for f in fields(record)} <= set(arrow_schema(name).names)


def test_a_comment_holds_both_languages_and_the_unit() -> None:
    delay = next(column for column in table("sites").columns if column.name == "delay")
    assert delay.comment.startswith("Least time between")
    assert "最短间隔" in delay.comment
    assert delay.comment.endswith("unit 单位: 秒")


def test_macros_are_explained() -> None:
    assert {"compare", "trend", "peers", "trace"} <= macros().keys()
    assert all(HAN.search(text) for text in macros().values())
