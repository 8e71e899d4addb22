"""`gongkai sql`: read-only SQL on the warehouse."""

from __future__ import annotations

import sys

import click

from flows import lake as lakes
from flows import show_table
from flows.commands import options
from flows.commands.warehouse import explained
from flows.show import console
from warehouse.query import run_sql


@click.command("sql")
@click.argument("query", required=False)
@options.lake
@click.option(
    "--format",
    "form",
    type=click.Choice(show_table.FORMATS),
    default="table",
    show_default=True,
    help="How the answer is printed; parquet goes to a file or pipe.",
)
def command(query: str | None, lake: str, form: str) -> None:
    """Read-only SQL on the warehouse; without QUERY it is read from standard input.

    Every table and column carries a comment: see duckdb_tables() and duckdb_columns().

    \b
    Examples:
      gongkai sql "SELECT place, year, url FROM reports ORDER BY ALL LIMIT 5"
      gongkai sql "FROM compare('disclosure_rate', 2021)" --format csv > compare.csv
      gongkai sql < query.sql
    """
    if query is None and sys.stdin.isatty():
        raise click.UsageError("no query: give it as an argument or on standard input")
    with explained():
        answer = run_sql(lakes.existing(lake).root, sys.stdin.read() if query is None else query)
    show_table.write(console(), answer.table, form)
