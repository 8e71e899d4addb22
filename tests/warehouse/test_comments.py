"""Someone who has only the DuckDB file can learn from it what everything means."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from transforms.schema import dictionary

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
BOTH = ".*[a-z]{3}.* [|] .*[一-龥].*"


@pytest.mark.parametrize(
    ("listing", "name"),
    [
        ("duckdb_tables()", "table_name"),
        ("duckdb_views()", "view_name"),
        ("duckdb_columns()", "table_name || '.' || column_name"),
        ("duckdb_functions()", "function_name"),
    ],
)
def test_everything_has_a_comment_in_english_and_chinese(
    warehouse: duckdb.DuckDBPyConnection, listing: str, name: str
) -> None:
    query = "SELECT {}, coalesce(regexp_full_match(comment, ?), false) FROM {} WHERE NOT internal"
    found = warehouse.execute(query.format(name, listing), [BOTH]).fetchall()
    assert found
    assert [thing for thing, explained in found if not explained] == []


def test_every_number_says_its_unit(warehouse: duckdb.DuckDBPyConnection) -> None:
    without = warehouse.execute(
        "SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE NOT internal "
        "AND data_type IN ('BIGINT', 'DOUBLE') AND comment NOT LIKE '%unit 单位: %' ORDER BY ALL"
    ).fetchall()
    assert without == [("captures.status",)], "a status is a code"


def test_a_wide_view_gives_the_official_label(warehouse: duckdb.DuckDBPyConnection) -> None:
    comment = warehouse.execute(
        "SELECT comment FROM duckdb_columns() "
        "WHERE table_name = 'applications' AND column_name = 'received_natural_person'"
    ).fetchall()[0][0]
    assert "applications.received.natural_person" in comment
    assert "一、本年新收政府信息公开申请数量 × 自然人" in comment
    assert comment.endswith("unit 单位: 件")


@pytest.mark.parametrize(
    "name", [name for name, table in dictionary().items() if table.kind in ("parquet", "table")]
)
def test_tables_are_as_the_dictionary_says(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    types = {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "double": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
    }
    found = warehouse.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    assert found == [(column.name, types[column.type]) for column in dictionary()[name].stored]


@pytest.mark.parametrize("name", dictionary())
def test_rows_keep_the_promises_of_the_dictionary(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    def distinct(column: str) -> set[object]:
        return {value for (value,) in warehouse.table(quoted).select(f'"{column}"').fetchall()}

    table = dictionary()[name]
    quoted = ".".join(f'"{part}"' for part in name.split("."))
    for column in table.columns:
        if column.required:
            assert None not in distinct(column.name), column.name
        if column.values:
            assert distinct(column.name) <= {*column.values, None}, column.name
    if table.unique:
        keys = warehouse.table(quoted).select(*table.key).fetchall()
        assert len(keys) == len(set(keys))


def test_the_page_has_every_table_view_column_and_macro(warehouse: duckdb.DuckDBPyConnection) -> None:
    page = PAGE.read_text(encoding="utf-8")
    of_tables = {part.partition("\n")[0]: part for part in page.partition("## Macros")[0].split("\n### ")[1:]}
    columns = warehouse.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() "
        "WHERE NOT internal AND schema_name = 'main'"
    ).fetchall()
    lacking = [
        f"{table}.{column}"
        for table, column, comment in columns
        if f"| `{column}` |" not in of_tables[table] and not comment.startswith("Item ")
    ]
    assert lacking == []
    macros = warehouse.execute("SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal")
    assert [name for (name,) in macros.fetchall() if f"| `{name}` |" not in page] == []
