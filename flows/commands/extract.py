"""`gongkai extract`: documents in, checked cells out; needs no lake."""

from __future__ import annotations

import json
from pathlib import Path

import click

from flows.errors import WorkError
from flows.show import console, show_extraction
from transforms.extract import extract_bytes, to_json
from transforms.records import SECTIONS, Extraction, Identity


@click.command("extract")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order of the files.")
def command(files: tuple[str, ...], as_json: bool) -> None:
    """Read annual reports: their standard tables cell by cell, checked against the forms' own sums.

    A file that cannot be read gets its line too, the others are still done, and the exit status is 1.

    \b
    Examples:
      gongkai extract report.html
      gongkai extract *.txt --json > reports.jsonl
    """
    out = console()
    unreadable = 0
    for name in files:
        extraction = read_file(name)
        unreadable += extraction.status == "unreadable"
        if as_json:
            click.echo(json.dumps(to_json(extraction, name), ensure_ascii=False))
        else:
            show_extraction(out, name, extraction)
    if unreadable:
        raise WorkError(f"{unreadable} of {len(files)} files could not be read")


def read_file(name: str) -> Extraction:
    """The extraction of one file; one that cannot be opened is `unreadable`, with the reason."""
    try:
        return extract_bytes(Path(name).read_bytes())
    except OSError as error:
        reason = f"cannot open the file: {error.strerror}"
        return Extraction("unreadable", Identity(), dict.fromkeys(SECTIONS), error=reason)
