"""Comments on every table, view, column and macro, from the one dictionary."""

from __future__ import annotations

from functools import cache

import duckdb

from transforms.forms import items
from transforms.schema import Table, comment, dictionary, macros
from warehouse.cells.places import Place, places
from warehouse.errors import BuildError


def apply_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """Comment on everything. Raises BuildError when warehouse and dictionary name different columns."""
    statements = _macro_comments(connection)
    found = _columns(connection)
    for definition in dictionary().values():
        comments = {column.name: column.comment for column in definition.stored}
        comments |= item_comments(definition)
        _same_columns(definition, found.get(definition.name, set()), set(comments))
        kind = "VIEW" if definition.kind == "view" or definition.packed else "TABLE"
        named = ".".join(f'"{part}"' for part in definition.name.split("."))
        statements.append(f"COMMENT ON {kind} {named} IS {_quoted(definition.comment)}")
        statements += [
            f'COMMENT ON COLUMN {named}."{name}" IS {_quoted(text)}' for name, text in comments.items()
        ]
    # In one transaction, for commits would take longer than all the rest; and there is nothing to optimise.
    plain, usual = "PRAGMA disable_optimizer", "PRAGMA enable_optimizer"
    connection.execute(";\n".join([plain, "BEGIN", *statements, "COMMIT", usual]))


def _macro_comments(connection: duckdb.DuckDBPyConnection) -> list[str]:
    query = """
        SELECT DISTINCT function_name, function_type FROM duckdb_functions()
        WHERE NOT internal AND database_name <> 'temp' ORDER BY ALL
    """
    kinds = {"macro": "MACRO", "table_macro": "MACRO TABLE"}
    found = dict(connection.execute(query).fetchall())
    if found.keys() != macros().keys():
        differing = ", ".join(sorted(found.keys() ^ macros().keys()))
        raise BuildError(f"macros: the dictionary and the warehouse differ in {differing}")
    return [f'COMMENT ON {kinds[kind]} "{name}" IS {_quoted(macros()[name])}' for name, kind in found.items()]


@cache
def item_comments(definition: Table) -> dict[str, str]:
    """The comments of the columns that a wide table or view has for items."""
    if definition.items is None:
        return {}
    named = places(definition.items)
    comments = {place.name: _item_comment(place) for place in named}
    if definition.kind == "stored":
        comments |= {place.computed: _computed_comment(place) for place in named if place.summed}
    return comments


def _item_comment(place: Place) -> str:
    item = place.item
    forms = ", ".join(sorted({one.form for one in items() if one.item == item.item}))
    return comment(
        f"Item {item.item} as printed, forms {forms}; null unless a number is printed",
        f"{item.row_label_zh} × {item.column_label_zh}",
        item.unit,
    )


def _computed_comment(place: Place) -> str:
    return comment(
        f"What the form's own equations give for item {place.item.item}",
        f"按表内勾稽关系算得的“{place.item.row_label_zh} × {place.item.column_label_zh}”",
        place.item.unit,
    )


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The columns of every table and view that the warehouse has, by the dictionary's names."""
    query = """
        SELECT CASE WHEN schema_name = 'main' THEN table_name ELSE schema_name || '.' || table_name END,
            list(column_name)
        FROM duckdb_columns() WHERE NOT internal GROUP BY ALL
    """
    return {name: set(columns) for name, columns in connection.execute(query).fetchall()}


def _same_columns(definition: Table, found: set[str], wanted: set[str]) -> None:
    if found != wanted:
        differing = ", ".join(sorted(found ^ wanted))
        raise BuildError(f"{definition.name}: the dictionary and the warehouse differ in {differing}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
