"""`gongkai build`: the warehouse again from the Parquet files, or an earlier build of it."""

from __future__ import annotations

import click

from flows import lake as lakes
from flows import website
from flows.commands import options
from flows.commands.warehouse import explained
from flows.lake import Lake
from flows.publishing import publish, take_back
from flows.runs import past_runs
from flows.terminal import show_table
from flows.terminal.show import console
from warehouse.generations import kept
from warehouse.query import run_sql

_NEWEST = 0
_NOT_APPLIED = """
    SELECT format(
        '{}, line {}: not applied to {} {}: {}', file, line, report_id, item,
        coalesce(format('it expects "{}", printed is "{}"', expect, printed), 'there is no such cell')
    ) AS message
    FROM corrections WHERE status <> 'applied' ORDER BY file, line
"""


@click.command("build")
@options.lake
@click.option("--list", "listed", is_flag=True, help="Show the builds that are kept.")
@click.option(
    "--rollback",
    "wanted",
    metavar="[N]",
    type=click.IntRange(min=0),
    is_flag=False,
    flag_value=_NEWEST,
    help="Publish build N again; without N the one before the published.",
)
def command(lake: str, listed: bool, wanted: int | None) -> None:
    """The warehouse again from the Parquet files: built beside the old one and swapped.

    The last three builds are kept (GONGKAI_KEEP_BUILDS). A bad one is taken back with --rollback, at once
    and without building; the next build follows the one that is then published. Tables builds and changes
    tell what each changed.
    The web site follows either way (`gongkai site --help`; GONGKAI_WEBSITE=off leaves it out).

    \b
    Examples:
      gongkai build
      gongkai build --lake /data/lake
      gongkai build --list
      gongkai build --rollback
    """
    if listed and wanted is not None:
        raise click.UsageError("--list and --rollback are two calls")
    with explained():
        if listed:
            _show(lakes.to_read(lake, lakes.GENERATIONS, lakes.WAREHOUSE))
            return
        held = lakes.existing(lake)
        with lakes.changing(held, "build"):
            if wanted is None:
                if told := past_runs.withheld(held):
                    click.echo(f"gongkai: {told}; this build publishes it all the same", err=True)
                publish(held)
                click.echo(f"built {held.name}/{lakes.WAREHOUSE}")
                _follow(held)
                _refuse_corrections(held)
            else:
                chosen = take_back(held, wanted or None)
                click.echo(f"build {chosen.number} of {chosen.built_at} is published again")
                _follow(held)


def _follow(held: Lake) -> None:
    if trouble := website.follow(held):
        click.echo(f"gongkai: {trouble}", err=True)


def _refuse_corrections(held: Lake) -> None:
    """Name the corrections that no longer fit what is printed; exit 1 where there are some."""
    lacking = run_sql(held.root, _NOT_APPLIED).rows()
    for row in lacking:
        click.echo(row["message"], err=True)
    if lacking:
        raise SystemExit(1)


def _show(held: Lake) -> None:
    rows = [
        (one.number, one.built_at, one.reports, one.cells, "published" if one.published else None)
        for one in kept(held.root)
    ]
    show_table.show_rows(console(), ("build", "built_at", "reports", "cells", ""), rows)
