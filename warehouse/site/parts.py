"""The site's data as parts: small files that a page loads as it needs them, made anew only where they change.

A folder of `sql/` is a family of parts, a file in it one table of theirs. Its query has a column `part`,
which names the part that a row belongs to, and ends with the order of the rows, by columns of its own. A part
is a call that hands its tables to the page, each by column, so that a page opened from disk can load it too,
where no page may fetch a file:

    gongkai.put("region/131102", {"values": {"indicator": [...], "years": [...]}, ...});

Whether a part has changed is told by a digest of its rows; a file `<table>.digest.sql` gives it where all
rows are too many to look at every night. Such a table's query may look at `wanted`, the parts to be written,
and at `wanted_cells`, the cells of the reports in them of which there is more to say than their number. A
table that has a digest and no query are the numbers themselves (numbers.py).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.errors import BuildError
from warehouse.site.files import Folder
from warehouse.site.numbers import Numbers

_SQL = Path(__file__).with_name("sql")
# About so many rows are held at a time: each query looks at all there is, whatever few parts are wanted.
_ROWS = 500_000
_NAME = re.compile(r"[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*")
_DIGEST = (
    "SELECT part::VARCHAR AS part, sum(hash(t)) AS digest, count(*) AS n FROM ({query}) AS t GROUP BY part"
)
_REPORTS = """
    SELECT n.number, n.report_id
    FROM wanted
    JOIN report_parts USING (part)
    JOIN stored.report_numbers AS n USING (report_id)
    ORDER BY n.number
"""
_ESCAPED = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a family: its rows, their order, and what tells whether those of a part changed."""

    name: str
    query: str
    order: str
    digest: str


@dataclass(frozen=True, slots=True)
class Family:
    """Parts of one kind, `name/part`."""

    name: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A part to be written: the digest of what it holds now, and about how many rows that is."""

    part: str
    digest: str
    rows: int


@cache
def families() -> tuple[Family, ...]:
    """Every family, by name."""
    folders = sorted(folder for folder in _SQL.iterdir() if folder.is_dir())
    return tuple(Family(folder.name, tuple(_tables(folder))) for folder in folders)


def _tables(folder: Path) -> Iterator[Table]:
    names = {path.name.partition(".")[0] for path in folder.glob("*.sql")}
    for name in sorted(names):
        query, _, order = _read(folder / f"{name}.sql").rpartition("\nORDER BY")
        yield Table(name, query, order, _read(folder / f"{name}.digest.sql") or _DIGEST.format(query=query))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def write_parts(connection: duckdb.DuckDBPyConnection, folder: Folder, family: Family) -> None:
    """Write the parts of a family that changed since last time, and remove those that are no more."""
    now = _digests(connection, family)
    for name in [name for name in folder.parts if name.startswith(f"{family.name}/")]:
        if name not in now:
            folder.remove(_file(name))
            del folder.parts[name]
    stale = [
        Stale(name.partition("/")[2], digest, rows)
        for name, (digest, rows) in now.items()
        if folder.parts.get(name) != digest or not (folder.root / _file(name)).is_file()
    ]
    numbers = Numbers(connection) if stale and not all(table.query for table in family.tables) else None
    for batch in batches(stale, _ROWS):
        for part, tables in _bodies(connection, family, [one.part for one in batch], numbers).items():
            folder.write(_file(f"{family.name}/{part}"), call(f"{family.name}/{part}", tables))
        folder.parts.update({f"{family.name}/{one.part}": one.digest for one in batch})


def _file(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BuildError(f"the site has no place for a part {name!r}: a division code or year is malformed")
    return f"data/{name}.js"


def call(name: str, tables: Mapping[str, object]) -> str:
    """A part as a page loads it. Nothing in it can end the script or start a tag."""
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return f'gongkai.put("{name}",{text});\n'


def _digests(connection: duckdb.DuckDBPyConnection, family: Family) -> dict[str, tuple[str, int]]:
    """Of every part that there should be now its digest and about how many rows it has, in order."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    rows: defaultdict[str, int] = defaultdict(int)
    for table in family.tables:
        for part, digest, count in connection.execute(table.digest).fetchall():
            told[f"{family.name}/{part}"].append(f"{table.name} {digest} {count}")
            rows[f"{family.name}/{part}"] += int(count)
    return {name: (short("\n".join(told[name])), rows[name]) for name in sorted(told)}


def short(text: str) -> str:
    """A digest of a text, short enough to be kept for every part."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def batches(stale: Sequence[Stale], most: int) -> Iterator[list[Stale]]:
    """The parts in batches of about `most` rows."""
    batch: list[Stale] = []
    rows = 0
    for one in stale:
        batch.append(one)
        rows += one.rows
        if rows >= most:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def want(connection: duckdb.DuckDBPyConnection, parts: Sequence[str]) -> None:
    """Put these parts, and no others, into `wanted`."""
    connection.execute("DELETE FROM wanted")
    connection.register("parts_wanted", pa.table({"part": parts}))
    connection.execute("INSERT INTO wanted FROM parts_wanted")
    connection.unregister("parts_wanted")


def _bodies(
    connection: duckdb.DuckDBPyConnection, family: Family, parts: Sequence[str], numbers: Numbers | None
) -> dict[str, dict[str, object]]:
    """The tables of these parts."""
    want(connection, parts)
    by_part = numbers.by_part() if numbers else {}
    bodies: dict[str, dict[str, object]] = {part: {} for part in parts}
    for table in family.tables:
        query = f"SELECT * FROM ({table.query}) AS t SEMI JOIN wanted USING (part) ORDER BY {table.order}"  # noqa: S608
        found = _by_part(connection.sql(query).to_arrow_table()) if table.query else by_part.items()
        for part, columns in found:
            bodies[part][table.name] = columns
    return bodies


def _by_part(rows: pa.Table) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """The columns of each part; the rows of a part stand together."""
    columns = {name: rows.column(name).to_pylist() for name in rows.column_names}
    start = 0
    for part, same in groupby(columns.pop("part")):
        end = start + sum(1 for _ in same)
        yield str(part), {name: _plain(values[start:end]) for name, values in columns.items()}
        start = end


def _plain(values: list[Any]) -> list[Any]:
    """Whole numbers without a fraction: they are most, and half as long."""
    return [
        _plain(value)
        if isinstance(value, list)
        else int(value)
        if isinstance(value, float) and value.is_integer()
        else value
        for value in values
    ]
