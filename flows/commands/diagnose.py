"""`gongkai diagnose`: what happened at a site, run by run, and what to do."""

from __future__ import annotations

import click

from flows import lake as lakes
from flows.commands import options
from flows.diagnosis import Obstacle, diagnose
from flows.terminal import show_table
from flows.terminal.show import console

COLUMNS = ("run", "requests", "reports found", "outcome")
_EXAMPLES = 3


@click.command("diagnose")
@click.argument("site_id")
@options.lake
def command(site_id: str, lake: str) -> None:
    """What happened at a site, run by run, and what to do about what stood in the way.

    \b
    Examples:
      gongkai diagnose taocheng
      gongkai diagnose taocheng --lake /data/lake
    """
    found = diagnose(lakes.to_read(lake, lakes.RUNS, lakes.SITES, lakes.CAPTURES), site_id)
    site = found.site
    click.echo(f"site       {site.site_id}, {site.publisher} ({site.division_code})")
    click.echo(f"address    {site.url}, {site.delay:g} s between two requests")
    if site.note:
        click.echo(f"note       {site.note}")
    rows = [[one.run_id, one.requests, one.reports, one.outcome] for one in found.visits]
    show_table.show_rows(console(), COLUMNS, rows, "Visits, newest first")
    if not found.obstacles:
        click.echo("Nothing stood in the way at the last visit.")
    for obstacle in found.obstacles:
        _show(obstacle)


def _show(obstacle: Obstacle) -> None:
    met = len(obstacle.urls)
    places = "1 address" if met == 1 else f"{met} addresses"
    click.echo(f"{obstacle.outcome.name} at {places}: {obstacle.outcome.remedy}")
    for url in obstacle.urls[:_EXAMPLES]:
        click.echo(f"  {url}")
    if met > _EXAMPLES:
        click.echo(f"  … and {met - _EXAMPLES} more")
