"""`gongkai build`: the warehouse again from the Parquet files."""

from __future__ import annotations

import click

from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from warehouse.build import build


@click.command("build")
@options.lake
def command(lake: str) -> None:
    """The warehouse again from the Parquet files: built beside the old one and swapped.

    \b
    Examples:
      gongkai build
      gongkai build --lake /data/lake
    """
    held = lakes.existing(lake)
    with explained(), lakes.changing(held, "build"):
        build(held.root)
    click.echo(f"built {held.warehouse}")
