"""The dictionary of tables and columns as typed records and Arrow schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from transforms.forms import forms

_FILE = Path(__file__).with_name("dictionary.yml")
_ARROW: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `values` are the only ones allowed (empty = any); `partition` columns live in the path."""

    name: str
    type: str
    en: str
    zh: str
    unit: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()
    partition: bool = False

    @property
    def comment(self) -> str:
        """The meaning in English and Chinese, and the unit."""
        return comment(self.en, self.zh, self.unit)


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view. `key` orders its rows; `items` is the section whose items a view spreads out.

    A table that is `packed` is kept in the warehouse in another form, and a view there.
    """

    name: str
    kind: str
    en: str
    zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    unique: bool = False
    items: str | None = None
    packed: bool = False

    @property
    def comment(self) -> str:
        """The meaning in English and Chinese."""
        return comment(self.en, self.zh)

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns inside a Parquet file, and in the warehouse."""
        return tuple(column for column in self.columns if not column.partition)


def comment(en: str, zh: str, unit: str | None = None) -> str:
    """How a comment is put together everywhere."""
    return f"{en} | {zh}" + (f" | unit 单位: {unit}" if unit else "")


@cache
def dictionary() -> Mapping[str, Table]:
    """Every table and view by name."""
    data = _data()
    return {name: _table(name, entry, data["columns"]) for name, entry in data["tables"].items()}


@cache
def macros() -> Mapping[str, str]:
    """The comment of every macro of the warehouse by name."""
    return {name: comment(entry["en"], entry["zh"]) for name, entry in _data()["macros"].items()}


def table(name: str) -> Table:
    """One table; KeyError when the dictionary has no such name."""
    return dictionary()[name]


def arrow_schema(name: str) -> pa.Schema:
    """The schema of a table's Parquet files."""
    return pa.schema([(column.name, _ARROW[column.type]) for column in table(name).stored])


@cache
def _data() -> Mapping[str, Any]:
    text = _FILE.read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return data


def _table(name: str, entry: Mapping[str, Any], common: Mapping[str, Any]) -> Table:
    columns = tuple(
        _column(column, {**common.get(column, {}), **own}) for column, own in entry["columns"].items()
    )
    return Table(
        name=name,
        kind=entry["kind"],
        en=entry["en"],
        zh=entry["zh"],
        key=tuple(entry["key"]),
        columns=columns,
        unique=entry.get("unique", False),
        items=entry.get("items"),
        packed=entry.get("packed", False),
    )


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    values = entry.get("values", ())
    return Column(name=name, **{**entry, "values": tuple(reversed(forms()) if values == "forms" else values)})
