"""What a package says of itself: Data Package descriptor, dictionary and texts, from the warehouse."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import yaml

from transforms.schema import dictionary
from warehouse.errors import LakeError

_HERE = Path(__file__).parent
_TYPES = {"VARCHAR": "string", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date"}
_MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the warehouse with its comment."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class About:
    """The warehouse in a few facts."""

    as_of: str
    reports: int
    cells: int
    first_year: int | None
    last_year: int | None
    invented: bool

    @property
    def name(self) -> str:
        """Name of the package: it bears the date of the data."""
        return f"gongkai-{self.as_of}"

    @property
    def title(self) -> str:
        """Title of the package."""
        return f"Gongkai 公开: annual reports on open government information in China, {self.as_of}"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the package. `table` is the table that it holds; none for a workbook of several."""

    path: str
    sha256: str
    size: int
    table: str | None = None


@cache
def licences() -> Mapping[str, Mapping[str, str]]:
    """The licences to choose from, by SPDX identifier."""
    text = (_HERE / "licences.yml").read_text(encoding="utf-8")
    known: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return known


def about(connection: duckdb.DuckDBPyConnection) -> About:
    """Read the facts. Raises LakeError where nothing was fetched: a package bears the day of its data."""
    query = """
        SELECT as_of::VARCHAR, (SELECT count(*) FROM reports),
            (SELECT coalesce(sum(cells), 0) FROM report_digests)::BIGINT,
            (SELECT min(year) FROM reports), (SELECT max(year) FROM reports),
            EXISTS (FROM runs WHERE kind = 'demo')
        FROM warehouse_info
    """
    known = About(*connection.execute(query).fetchall()[0])
    if known.as_of is None:
        raise LakeError("the lake has fetched nothing yet: there is nothing to export")
    return known


def fields(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Field]]:
    """The columns of every table and view, from the warehouse's own comments."""
    query = """
        SELECT table_name, column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
        WHERE NOT internal AND schema_name = 'main' AND database_name <> 'temp'
        ORDER BY table_name, column_index
    """
    found: dict[str, list[Field]] = {}
    for table, *column in connection.execute(query).fetchall():
        found.setdefault(table, []).append(Field(*column))
    return {name: found[name] for name, table in dictionary().items() if table.kind != "stored"}


def dictionary_csv(columns: Mapping[str, Sequence[Field]]) -> str:
    """Every column of every table with its meaning, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["table", "column", "type", "meaning_en", "meaning_zh", "unit"])
    for table, all_of in columns.items():
        for field in all_of:
            en, zh, unit = ([*field.comment.split(" | "), "", ""])[:3]
            writer.writerow([table, field.name, _TYPES[field.type], en, zh, unit.removeprefix("unit 单位: ")])
    return text.getvalue()


def descriptor(
    known: About, columns: Mapping[str, Sequence[Field]], files: Iterable[File], licence: str
) -> str:
    """The `datapackage.json`: Frictionless Data Package with a resource for each file."""
    package = {
        "profile": "data-package",
        "name": known.name,
        "title": known.title,
        "description": "See README.md." + (" All figures are invented." if known.invented else ""),
        "version": known.as_of,
        "created": f"{known.as_of}T00:00:00Z",
        "keywords": ["open government information", "China", "政府信息公开", "annual reports"],
        "licenses": [{"name": licence, **licences()[licence]}],
        "contributors": [{"title": "Gongkai contributors", "role": "author"}],
        "sources": [{"title": "政府信息公开工作年度报告, each at the address in its row of reports"}],
        "resources": [_resource(file, columns) for file in files],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def text(name: str, facts: Mapping[str, str]) -> str:
    """A text for people, filled."""
    return Template((_HERE / "texts" / name).read_text(encoding="utf-8")).substitute(facts)


def _resource(file: File, columns: Mapping[str, Sequence[Field]]) -> dict[str, Any]:
    kind = file.path.rpartition(".")[2]
    resource = {
        "name": f"{file.table}-{kind}".replace("_", "-") if file.table else Path(file.path).stem,
        "path": file.path,
        "format": kind,
        "mediatype": _MEDIA[kind],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if file.table:
        table = dictionary()[file.table]
        resource |= {"title": table.zh, "description": table.comment}
    if file.table and kind == "csv":
        schema = _schema(file.table, columns[file.table])
        return resource | {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}
    # Parquet carries its schema itself.
    return resource | {"profile": "data-resource", "type": "file"}


def _schema(name: str, columns: Sequence[Field]) -> dict[str, Any]:
    table = dictionary()[name]
    declared = {column.name: column for column in table.columns}
    listed = []
    for field in columns:
        entry: dict[str, Any] = {
            "name": field.name,
            "type": _TYPES[field.type],
            "description": field.comment,
        }
        column = declared.get(field.name)
        constraints: dict[str, Any] = {"required": True} if column and column.required else {}
        if column and column.values:
            constraints["enum"] = list(column.values)
        if constraints:
            entry["constraints"] = constraints
        listed.append(entry)
    schema: dict[str, Any] = {"fields": listed, "missingValues": [""]}
    if table.unique:
        schema["primaryKey"] = list(table.key)
    return schema
