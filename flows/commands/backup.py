"""`gongkai backup`: what of a lake cannot be made again from its archive, as one file."""

from __future__ import annotations

from pathlib import Path

import click

from flows import lake as lakes
from flows.backup import backup, state_files
from flows.commands import options
from flows.counting import counted


@click.command("backup")
@click.argument("target", metavar="FILE|DIR", type=click.Path(path_type=Path))
@options.lake
def command(target: Path, lake: str) -> None:
    """Keep what of a lake cannot be made again from its archive: one file, the same for the same state.

    In it: the records of runs, corrections.csv, the sites, the published warehouse (its history of builds and
    changes stands nowhere else), and the tables of prefectures whose archive is damaged. Not in it: raw/, of
    which a copy is to be kept as it is (rsync; its files never change), and what raw/ gives back: tables,
    logs of captures, readings, earlier builds.

    \b
    Examples:
      gongkai backup /backup/gongkai.tar.gz
      gongkai backup /backup --lake /data/lake
    """
    held = lakes.existing(lake)
    with lakes.changing(held, "backup"):
        file = backup(held, target)
        count = len(state_files(held))
    click.echo(f"{file}: {counted(count, 'file')}, {file.stat().st_size / 10**6:.1f} MB")
    click.echo(f"raw/ is not in it: keep a copy of {held.name}/raw as it is", err=True)
