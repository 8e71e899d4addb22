"""Base tables: Parquet files, run summaries and reference data into an open DuckDB connection."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.crosswalk import links
from transforms.forms import items
from transforms.indicators import indicators
from transforms.schema import Table, arrow_schema, dictionary, table
from warehouse.cells.load import load_cells
from warehouse.checks import checks
from warehouse.doubles import add_disagreements, keep_one_report, keep_one_site
from warehouse.errors import BuildError
from warehouse.files import files, from_path
from warehouse.runs import run_rows

_DUCKDB: Mapping[str, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
# Tables that are data files here, by name. Map tiles: where each province stands on a map of equal tiles.
_DATA = ("outcomes", "map_tiles")
# Long texts that differ from row to row: the general compression takes half of what DuckDB's own choice does.
_LONG = ("url", "document_url", "title", "sentence", "message")
# Checked over all files.
_CHECKED = ("divisions", "sites")
_OF_REPORTS = ("findings", "claims", "extras")
_OF_KEPT = f"""(report_id, {from_path("prefecture")}) NOT IN (
    SELECT report_id, prefecture FROM rivals WHERE prefecture <> kept
)"""  # noqa: S608


def load(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """Create and fill every base table. Raises BuildError that names the file at fault."""
    load_lake(connection, lake)
    for name in _CHECKED:
        refuse_duplicates(connection, table(name))
    runs, site_runs = run_rows(lake)
    load_rows(connection, "runs", runs)
    load_rows(connection, "site_runs", site_runs)
    load_rows(connection, "items", [_row("items", item) for item in items()])
    for name in _DATA:
        load_rows(connection, name, _data(name))
    load_indicators(connection)
    load_rows(connection, "crosswalk", [_row("crosswalk", link) for link in links()])
    load_rows(connection, "checks", [_row("checks", check) for check in checks()])


def _row(name: str, thing: object, **own: object) -> dict[str, object]:
    """What a table's columns say of a thing, by their names; `own` are those that it has not."""
    names = [column.name for column in table(name).columns]
    return {name: own[name] if name in own else getattr(thing, name) for name in names}


def _data(name: str) -> list[dict[str, object]]:
    whole = {column.name for column in table(name).columns if column.type == "integer"}
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [
            {column: int(text) if column in whole else text for column, text in row.items()}
            for row in csv.DictReader(lines)
        ]


def load_lake(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """The Parquet tables, one row a site and a report; what belongs to a report's other rows stays out."""
    plain = [one for one in dictionary().values() if one.kind == "parquet" and not one.packed]
    for definition in plain:
        create(connection, definition)
    # The checks add to them: gathered in a temporary table of the same name, which hides that of the file
    # until all of them go there (16_findings.sql).
    connection.execute("CREATE TEMP TABLE findings AS FROM findings")
    for definition in plain:
        if definition.name not in _OF_REPORTS:
            load_parquet(connection, lake, definition)
    keep_one_site(connection, lake)
    keep_one_report(connection, lake)
    rivals = connection.execute("FROM rivals LIMIT 1").fetchall()
    for name in _OF_REPORTS:
        load_parquet(connection, lake, table(name), _OF_KEPT if rivals else "true")
        _refuse_orphans(connection, lake, table(name))
    refuse_duplicates(connection, table("reports"))
    load_cells(connection, lake)
    add_disagreements(connection)
    _drop_partitions(connection, plain)


def load_parquet(
    connection: duckdb.DuckDBPyConnection, lake: Path, definition: Table, where: str = "true"
) -> None:
    """One table from its files in path order; each file is sorted, so the rows' order is always the same."""
    paths = files(lake, definition)
    if not paths:
        return
    # By name, for files of an earlier version lack columns that came later.
    query = f'''
        INSERT INTO "{definition.name}" BY NAME
        SELECT * EXCLUDE (filename){_partitions(definition)}
        FROM read_parquet(?, filename = true, union_by_name = true, hive_partitioning = false) WHERE {where}
    '''  # noqa: S608
    try:
        connection.execute(query, [paths])
    except duckdb.Error as error:
        raise BuildError(f"{lake / 'parquet' / definition.name}: {str(error).splitlines()[0]}") from None


def create(connection: duckdb.DuckDBPyConnection, definition: Table) -> None:
    """An empty table as the dictionary defines it."""
    columns = ", ".join(
        f'"{column.name}" {_DUCKDB[column.type]}{" NOT NULL" if column.required else ""}'
        f"{' USING COMPRESSION zstd' if column.name in _LONG else ''}"
        for column in definition.columns
    )
    connection.execute(f'CREATE TABLE "{definition.name}" ({columns})')


def _refuse_orphans(connection: duckdb.DuckDBPyConnection, lake: Path, definition: Table) -> None:
    """Raise BuildError where a row is of a report that is not there: only a file changed by hand has one."""
    query = f'SELECT min(report_id) FROM (FROM "{definition.name}" ANTI JOIN reports USING (report_id))'  # noqa: S608
    ((orphan,),) = connection.execute(query).fetchall()
    if orphan is None:
        return
    where = "FROM read_parquet(?, filename = true, union_by_name = true) WHERE report_id = ?"
    ((path,),) = connection.execute(
        f"SELECT min(filename) {where}",
        [files(lake, definition), orphan],
    ).fetchall()
    raise BuildError(f"{path}: report_id is {orphan!r}: no row of table reports has it")


def refuse_duplicates(connection: duckdb.DuckDBPyConnection, definition: Table) -> None:
    """Raise BuildError when two rows share the key that should be unique."""
    key = ", ".join(f'"{name}"' for name in definition.key)
    query = f'SELECT {key} FROM "{definition.name}" GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1'  # noqa: S608
    twice = next(iter(connection.execute(query).fetchall()), None)
    if twice:
        named = ", ".join(f"{name} {value}" for name, value in zip(definition.key, twice, strict=True))
        raise BuildError(
            f"two rows of table {definition.name} have {named}: the lake's Parquet files overlap"
        )


def load_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """One table from plain rows."""
    create(connection, table(name))
    data = pa.Table.from_pylist(list(rows), schema=arrow_schema(name))
    connection.register("rows_to_load", data)
    connection.execute(f'INSERT INTO "{name}" SELECT * FROM rows_to_load')  # noqa: S608
    connection.unregister("rows_to_load")


def load_indicators(connection: duckdb.DuckDBPyConnection) -> None:
    """The definitions and the items they are made of."""
    definitions = [
        _row("indicators", entry, indicator=entry.name, number=number)
        for number, entry in enumerate(indicators(), start=1)
    ]
    load_rows(connection, "indicators", definitions)
    terms = [
        _row("indicator_terms", term, indicator=entry.name) for entry in indicators() for term in entry.terms
    ]
    load_rows(connection, "indicator_terms", terms)


def _partitions(definition: Table) -> str:
    return "".join(f', {from_path(name)} AS "{name}"' for name in _partitioned(definition))


def _drop_partitions(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> None:
    """What tells files of the lake apart is of no use to analysts; `prefecture` is a name in `divisions`."""
    for definition in tables:
        for name in _partitioned(definition):
            connection.execute(f'ALTER TABLE "{definition.name}" DROP COLUMN "{name}"')


def _partitioned(definition: Table) -> list[str]:
    return [column.name for column in definition.columns if column.partition]
