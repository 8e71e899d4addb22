"""`gongkai export`: a dated open-data package."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from flows.counting import counted
from warehouse.export.describe import licences
from warehouse.export.package import FORMATS, export


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Only these kinds of files; may be given several times (default: all).",
)
@click.option(
    "--bom", is_flag=True, help="CSV files begin with a byte-order mark, so that Excel reads Chinese."
)
@click.option(
    "--licence",
    type=click.Choice(list(licences())),
    default="CC-BY-4.0",
    show_default=True,
    help="The licence of your compilation.",
)
@click.option("--force", is_flag=True, help="Replace an earlier package in DIR.")
@options.lake
def command(
    folder: Path, formats: tuple[str, ...], licence: str, lake: str, *, bom: bool, force: bool
) -> None:
    """Write the warehouse as a dated open-data package into DIR.

    It holds every table as Parquet and CSV, a workbook of those that people look at, a dictionary of all
    columns, a descriptor (Frictionless Data Package), citation, licence and checksums. The same warehouse
    gives the same bytes. DIR must be new, empty or, with --force, hold an earlier package.

    \b
    Examples:
      gongkai export gongkai-2026
      gongkai export for-excel --format csv --format xlsx --bom
    """
    root = lakes.to_read(lake, lakes.WAREHOUSE).root
    with explained(), Console(stderr=True).status("writing") as status:
        package = export(
            root,
            folder.absolute(),
            formats=formats or FORMATS,
            bom=bom,
            licence=licence,
            force=force,
            told=lambda name: status.update(f"writing {name}"),
        )
    for table in package.left_out:
        click.echo(f"{table} has too many rows for a sheet: it is not in the workbook", err=True)
    size = sum(file.size for file in package.files) / 1e6
    click.echo(f"exported {counted(len(package.files), 'file')} ({size:.1f} MB) to {folder}")
