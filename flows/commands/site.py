"""`gongkai site`: static pages over the warehouse."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from flows.counting import counted
from flows.errors import CallError
from warehouse.site.build import build_site


@click.command("site")
@options.lake
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of the site: new, empty or holding an earlier one (default: `site` in the lake).",
)
def command(lake: str, out: Path | None) -> None:
    """Static pages over the warehouse: overview, indicators, regions, reports, quality, data.

    In Chinese and English, for phone and desktop. They load nothing from elsewhere and work from any file
    server, and from disk: open index.html. Only files whose content changed are written, so that a copy of
    the site is kept up to date in little time. Runs and builds do the same at their end (GONGKAI_WEBSITE).

    \b
    Examples:
      gongkai site
      gongkai site --lake /data/lake --out /var/www/gongkai
    """
    held = lakes.to_read(lake, lakes.WAREHOUSE)
    if held.mirror and out is None:
        raise CallError(f"lake {held.name} holds no pages: name a folder for them with --out")
    root = held.root
    with explained(), Console(stderr=True).status("building the site") as status:
        site = build_site(
            root, (out or root / "site").absolute(), lambda step: status.update(f"site: {step}")
        )
    changed = f"{counted(site.written, 'file')} written, {site.removed} removed"
    click.echo(f"site of {counted(site.files, 'file')} in {out or root / 'site'}: {changed}")
