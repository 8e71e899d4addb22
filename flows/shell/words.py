"""What can be typed at the prompt: keywords, tables, macros, columns, indicators, each with its meaning."""

from __future__ import annotations

import re

import duckdb

# One line names what a word is; the first comment is kept where several tables have a column of that name.
_WORDS = """
    SELECT upper(keyword_name), 'keyword' FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'
    UNION ALL
    SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal AND schema_name = 'main'
    UNION ALL
    SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
    UNION ALL
    SELECT DISTINCT function_name, comment FROM duckdb_functions() WHERE NOT internal
    UNION ALL
    SELECT column_name, any_value(comment) FROM duckdb_columns()
    WHERE NOT internal AND schema_name = 'main' GROUP BY column_name
    UNION ALL
    SELECT indicator, 'indicator: ' || name_en || ' ' || name_zh FROM indicators
"""
DOTS = {
    ".tables": "tables, views and macros with their meaning",
    ".schema": "the columns of a table: .schema reports",
    ".rows": "show at most so many rows: .rows 500",
    ".help": "what can be typed",
    ".quit": "leave; so does Ctrl-D",
}
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_MEANING = 60


def words(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every word with a short meaning; a word of several kinds keeps its first."""
    found: dict[str, str] = {}
    for word, meaning in connection.execute(_WORDS).fetchall():
        found.setdefault(word, (meaning or "")[:_MEANING])
    return {**DOTS, **found}


def finished(text: str) -> bool:
    """Whether what has been typed can be run: a dot command, or SQL up to a semicolon outside of quotes."""
    typed = text.strip()
    if not typed or typed.startswith(".") or typed.lower() in {"exit", "quit", "help"}:
        return True
    return _QUOTED.sub("", typed).rstrip().endswith(";")
