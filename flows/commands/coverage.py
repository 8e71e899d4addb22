"""`gongkai coverage`: who has published, who has not, and why we lack it."""

from __future__ import annotations

import click

from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from flows.terminal import show_table
from flows.terminal.show import console
from warehouse.questions import coverage

COLUMNS = ("division_code", "publisher", "year", "status", "reason", "published_on", "days_late")


@click.command("coverage")
@click.option("--year", type=int, metavar="YEAR", help="Report year (default: all since 2019).")
@click.option("--within", metavar="CODE", callback=options.prefix, help="Only divisions within this one.")
@options.lake
def command(year: int | None, within: str | None, lake: str) -> None:
    """Who has published a report, who has not, and why we lack it.

    \b
    Examples:
      gongkai coverage --year 2023
      gongkai coverage --within 1311
    """
    with explained():
        rows = coverage(lakes.to_read(lake, lakes.WAREHOUSE).root, year, within).rows()
    show_table.show_rows(console(), COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
