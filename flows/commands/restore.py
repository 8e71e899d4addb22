"""`gongkai restore`: the state of a lake back from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from flows import lake as lakes
from flows.backup import restore
from flows.commands import options
from flows.counting import counted


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.lake
@click.option("--overwrite", is_flag=True, help="Also over files of the lake that differ from the backup's.")
def command(file: Path, lake: str, overwrite: bool) -> None:
    """Put what `gongkai backup` kept into a lake: nothing is put there before every file was checked.

    Put raw/ back as well, then make tables and warehouse again with gongkai replay.

    \b
    Examples:
      gongkai restore /backup/gongkai.tar.gz --lake /data/lake
    """
    held = lakes.create(lake)
    with lakes.changing(held, "restore"):
        done = restore(file, held, overwrite=overwrite)
        held.push(lakes.RUNS, lakes.TABLES, lakes.WAREHOUSE, lakes.CORRECTIONS)
    same = f", {done.same} stood there already" if done.same else ""
    click.echo(f"{held.name}: {counted(done.written, 'file')} put back{same}")
    if not held.archived():
        click.echo("raw/ is empty: put your copy of it back, then `gongkai replay`", err=True)
