"""The cells as they are kept: a tenth of their size, and in a view as they are read.

A lake has hundreds of cells a report, and texts repeat. `stored.cell_codes` holds numbers for reports, codes
for names and places, and `raw` only where it is not simply the value. Province by province it is in the order
of item, place and value, so that equal entries stand together and shrink to almost nothing. The view `cells`
gives all of it back exactly.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb

from transforms.forms import items
from transforms.schema import table
from warehouse.errors import BuildError
from warehouse.files import files

# Columns of few values, kept as codes; those of an item come with the forms.
_OF_ITEMS = ("section", "row", "column", "item", "unit")
_CODED = (*_OF_ITEMS, "state", "locator")

_NUMBERS = """
    CREATE TABLE stored.report_numbers AS
    SELECT (row_number() OVER (ORDER BY report_id))::INTEGER AS number, report_id
    FROM reports
    ORDER BY report_id
"""
_TABLE = """
    CREATE TABLE stored.cell_codes (
        number INTEGER NOT NULL, section stored.section NOT NULL, "row" stored."row" NOT NULL,
        "column" stored."column" NOT NULL, item stored.item NOT NULL, value DOUBLE,
        state stored.state NOT NULL, raw VARCHAR, unit stored.unit,
        computed DOUBLE, suggested DOUBLE, locator stored.locator
    )
"""
_VIEW = """
    CREATE VIEW cells AS
    SELECT
        n.report_id, c.section::VARCHAR AS section, c."row"::VARCHAR AS "row",
        c."column"::VARCHAR AS "column", c.item::VARCHAR AS item, c.value, c.state::VARCHAR AS state,
        coalesce(c.raw, TRY_CAST(c.value AS BIGINT)::VARCHAR) AS raw, c.unit::VARCHAR AS unit,
        c.computed, c.suggested, c.locator::VARCHAR AS locator
    FROM stored.cell_codes c
    JOIN stored.report_numbers n USING (number)
"""
# What DuckDB raises for a value that cannot be.
_OF_VALUES = (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.ConstraintException)
_SOURCE = "read_parquet(?, filename = true, union_by_name = true, hive_partitioning = false)"
_FILL = f"""
    INSERT INTO stored.cell_codes
    SELECT
        n.number, section::stored.section, "row"::stored."row", "column"::stored."column",
        item::stored.item AS item, value, state::stored.state,
        CASE
            WHEN raw IS NULL AND value IS NOT NULL THEN error('a number without its text')
            WHEN raw IS DISTINCT FROM TRY_CAST(value AS BIGINT)::VARCHAR THEN raw
        END,
        unit::stored.unit, computed, suggested, locator::stored.locator AS locator
    FROM {_SOURCE}
    JOIN stored.report_numbers n USING (report_id)
    WHERE {{where}}
    ORDER BY 5, 12, value, number
"""  # noqa: S608
# As the files have them, report by report: for what goes through all cells that way.
_READ = """
    CREATE TEMP VIEW read_cells AS
    SELECT report_id, section, "row", "column", item, value, state, raw, unit, computed, suggested, locator
    FROM {source} WHERE {where}
"""
_COUNT = f"SELECT count(*) FROM {_SOURCE} WHERE {{where}}"  # noqa: S608
_KNOWN = 'SELECT unnest(enum_range(NULL::stored."{0}"))::VARCHAR'
# Whether a field is what it must not be, and the words that say so; the first row found is told.
_REFUSED = {
    "report_id": ("report_id NOT IN (SELECT report_id FROM reports)", "no row of table reports has it"),
    **{name: (f'"{name}" NOT IN ({_KNOWN.format(name)})', "no form has it") for name in _OF_ITEMS},
    "state": (f"state NOT IN ({_KNOWN.format('state')})", "no cell can be so"),
    "raw": ("value IS NOT NULL AND raw IS NULL", "a number without the text that was printed"),
}
_MAY_LACK = ("unit", "raw")
_TWICE = """
    SELECT item FROM stored.cell_codes
    GROUP BY item HAVING count(*) > count(DISTINCT number) ORDER BY item LIMIT 1
"""


def load_cells(connection: duckdb.DuckDBPyConnection, lake: Path, where: str) -> None:
    """Fill `stored.cell_codes` from the Parquet files and lay the view `cells` over it; `reports` is there.

    Raises BuildError that names the file and the row where a cell is of no report or no form, or there twice.
    """
    paths = files(lake, table("cells"))
    connection.execute("CREATE SCHEMA stored")
    _codes(connection, paths)
    for statement in (_NUMBERS, _TABLE, _VIEW):
        connection.execute(statement)
    source = _SOURCE.replace("?", _listed(paths)) if paths else "cells"
    connection.execute(_READ.format(source=source, where=where))
    if not paths:
        return
    try:
        for together in _provinces(paths):
            connection.execute(_FILL.format(where=where), [together])
    except duckdb.Error as error:
        if isinstance(error, _OF_VALUES):
            _refuse(connection, paths)
        raise BuildError(f"{lake / 'parquet' / 'cells'}: {str(error).splitlines()[0]}") from None
    _whole(connection, paths, where)


def _listed(texts: list[str]) -> str:
    return "[" + ", ".join("'" + text.replace("'", "''") + "'" for text in texts) + "]"


def _codes(connection: duckdb.DuckDBPyConnection, paths: list[str]) -> None:
    """The types of the columns that are kept as codes, in the order of their texts."""
    values = {name: {str(getattr(item, name)) for item in items()} for name in _OF_ITEMS}
    values["state"] = set(next(c for c in table("cells").columns if c.name == "state").values)
    query = f"SELECT DISTINCT locator FROM {_SOURCE} WHERE locator IS NOT NULL"  # noqa: S608
    values["locator"] = {text for (text,) in connection.execute(query, [paths]).fetchall()} if paths else {""}
    for name in _CODED:
        texts = _listed(sorted(values[name] or {""}))[1:-1]
        connection.execute(f'CREATE TYPE stored."{name}" AS ENUM ({texts})')


def _provinces(paths: list[str]) -> list[list[str]]:
    """The files by province: what is put in order at a time fits into memory, however large the lake."""
    found = [re.search("prefecture=([0-9]{2})", path) for path in paths]
    named = zip((match[1] if match else "" for match in found), paths, strict=True)
    return [[path for _, path in group] for _, group in groupby(named, key=itemgetter(0))]


def _whole(connection: duckdb.DuckDBPyConnection, paths: list[str], where: str) -> None:
    """Refuse where a cell found no report, or is there twice."""
    ((kept,),) = connection.execute("SELECT count(*) FROM stored.cell_codes").fetchall()
    ((printed,),) = connection.execute(_COUNT.format(where=where), [paths]).fetchall()
    if kept != printed:
        _refuse(connection, paths)
    if twice := connection.execute(_TWICE).fetchall():
        _refuse_twice(connection, paths, str(twice[0][0]))


def _refuse(connection: duckdb.DuckDBPyConnection, paths: list[str]) -> None:
    for name, (wrong, reason) in _REFUSED.items():
        where = wrong if name in _MAY_LACK else f'{wrong} OR "{name}" IS NULL'
        query = f"""
            SELECT filename, report_id, "{name}" FROM {_SOURCE} WHERE {where} ORDER BY ALL LIMIT 1
        """  # noqa: S608
        for path, report_id, value in connection.execute(query, [paths]).fetchall():
            raise BuildError(f"{path}: report {report_id}: {name} is {value!r}: {reason}")


def _refuse_twice(connection: duckdb.DuckDBPyConnection, paths: list[str], item: str) -> None:
    query = f"""
        SELECT min(filename), report_id FROM {_SOURCE} WHERE item = ?
        GROUP BY report_id HAVING count(*) > 1 ORDER BY ALL LIMIT 1
    """  # noqa: S608
    for path, report_id in connection.execute(query, [paths, item]).fetchall():
        raise BuildError(f"{path}: two rows of table cells have report_id {report_id}, item {item}")
