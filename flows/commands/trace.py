"""`gongkai trace`: where a number comes from, down to the archived bytes."""

from __future__ import annotations

import hashlib

import click

from extractors.crawl.archive import ArchiveError, read_body
from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from flows.errors import WorkError
from flows.lake import Lake
from flows.terminal.formats import shown
from transforms.harmless import visible
from warehouse.questions import trace

Row = dict[str, object]


@click.command("trace")
@click.argument("report_id")
@click.argument("item", required=False)
@options.lake
def command(report_id: str, item: str | None, lake: str) -> None:
    """Where a report, or one number of it, comes from: address, time, archived bytes, place in the document.

    The bytes are read back from the archive and their hash is compared with that of the log.

    \b
    Examples:
      gongkai trace 131102-2021-1a2b3c4d applications.received.total
      gongkai trace 131102-2021-1a2b3c4d
    """
    held = lakes.to_read(lake, lakes.WAREHOUSE)
    with explained():
        rows = trace(held.root, report_id, item)
    _show_source(rows[0])
    _verify(held, rows[0])
    for row in rows:
        if row["item"]:
            click.echo(visible(_cell(row)))


def _show_source(row: Row) -> None:
    click.echo(visible(f"report     {row['report_id']}"))
    click.echo(visible(f"page       {row['url']}"))
    if row["document_url"] != row["url"]:
        click.echo(visible(f"document   {row['document_url']}"))
    click.echo(f"fetched    {row['retrieved_at']}")
    click.echo(f"sha256     {row['sha256']}")
    click.echo(f"archive    {row['warc_file']}, offset {row['warc_offset']}")


def _verify(lake: Lake, row: Row) -> None:
    """Read the bytes back; raises WorkError where the archive does not hold what the log says."""
    if row["warc_file"] is None or row["warc_offset"] is None:
        raise WorkError(f"the archive holds no bytes of report {row['report_id']}")
    lake.fetch(str(row["warc_file"]))
    try:
        body = read_body(lake.root, str(row["warc_file"]), int(str(row["warc_offset"])))
    except ArchiveError as error:
        raise WorkError(str(error)) from error
    found = hashlib.sha256(body).hexdigest()
    if found != row["sha256"]:
        raise WorkError(f"the archived bytes hash to {found}, not to {row['sha256']}")
    click.echo(f"verified   {len(body)} bytes read back from there have this sha256")


def _cell(row: Row) -> str:
    label = " · ".join(str(row[name]) for name in ("row_label_zh", "column_label_zh") if row[name])
    value = f"{shown(row['value'])} {row['unit'] or ''}".strip() if row["value"] is not None else row["state"]
    printed = f", printed {row['raw']!r}" if row["raw"] is not None else ""
    return f"{row['item']}  {value}{printed}, at {row['locator'] or 'no place'}  ({label})"
