"""`gongkai sql`: read-only SQL on the warehouse, asked once or at a prompt."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from flows.terminal import show_table
from flows.terminal.formats import FORMATS
from flows.terminal.show import console
from flows.terminal.streams import whole_text
from warehouse.query import connect, run_sql


@click.command("sql")
@click.argument("query", required=False)
@options.lake
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How the answer is written (default: by the ending of --output, else table).",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the answer into a file: .csv, .json or .parquet.",
)
def command(query: str | None, lake: str, form: str | None, output: Path | None) -> None:
    """Read-only SQL on the warehouse: QUERY, or what stands on standard input.

    Without either, at a terminal, a prompt with history and completion. docs/cookbook.md holds questions with
    their queries; every table and column carries a comment in English and Chinese. In CSV a text that a
    spreadsheet would take for a formula begins with an apostrophe.

    \b
    Examples:
      gongkai sql
      gongkai sql "SELECT place, year, url FROM reports ORDER BY ALL LIMIT 5"
      gongkai sql "FROM compare('disclosure_rate', 2023)" --output compare.csv
      gongkai sql < query.sql
    """
    root = lakes.to_read(lake, lakes.WAREHOUSE).root
    if query is None and sys.stdin.isatty():
        if output or form or not sys.stdout.isatty():
            raise click.UsageError("no query: give it as an argument or on standard input")
        _prompt(root)
        return
    form = form or (output.suffix.lower().lstrip(".") if output else "table")
    if form not in FORMATS:
        raise click.UsageError(f"{output}: an answer in a file is one of {', '.join(FORMATS[1:])}")
    with explained():
        answer = run_sql(root, whole_text(sys.stdin.read() if query is None else query))
    if output:
        show_table.save(answer.table, form, output)
    else:
        show_table.write(console(), answer.table, form)


def _prompt(root: Path) -> None:
    # Here and not above: only the prompt needs its libraries.
    from flows.shell.session import Shell  # noqa: PLC0415

    with explained(), connect(root) as connection:
        Shell(connection, console()).run()
