"""`gongkai extract`: documents in, checked cells out; needs no lake."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click
from rich.console import Console
from rich.text import Text

from flows import stopping
from flows.counting import counted
from flows.documents import files, reading
from flows.errors import CallError, WorkError
from flows.terminal.show import console, headline, show_extraction
from flows.terminal.show_batch import Tally, meter
from flows.terminal.streams import reader_gone, whole_text
from transforms.extraction_json import to_json
from transforms.records import Extraction

# More files than this get a line each; their cells are in `--json`.
_IN_FULL = 20


@click.command("extract")
@click.argument("names", metavar="FILE|FOLDER...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order of the files.")
def command(names: tuple[str, ...], as_json: bool) -> None:
    """Read annual reports: their standard tables cell by cell, checked against the forms' own sums.

    Folders are searched with those below them. Of an archive (zip, rar) every report is read. A file that
    cannot be read, or not within GONGKAI_DOCUMENT_SECONDS and GONGKAI_DOCUMENT_MEMORY, gets its line too,
    the others are still done, and the exit status is 1. More than 20 files are shown with a line each; the
    end says what became of all.

    \b
    Examples:
      gongkai extract report.html
      gongkai extract reports/ --json > reports.jsonl
    """
    found = files.find(names)
    for folder in found.closed:
        click.echo(f"gongkai: {folder}", err=True)
    if not found.paths and not found.closed:
        passed = f", only {found.other} of other kinds" if found.other else ""
        raise CallError(f"no documents in {', '.join(names)}{passed}")
    # Else the processes that read would outlive us for a moment, and what they have started for longer.
    stopping.on_terminate()
    tally = _read(found.paths, console(), as_json=as_json)
    if len(found.paths) + found.other > 1 and not reader_gone():
        for line in tally.lines(found.other):
            click.echo(line, err=True)
    _complain(tally, found)


def _read(paths: Sequence[str], out: Console, *, as_json: bool) -> Tally:
    tally = Tally()
    with meter(out, len(paths)) as progress:
        for path, extractions in zip(paths, reading.read_files(paths), strict=True):
            tally.files += 1
            for extraction in extractions:
                tally.add(extraction)
                name = f"{path}/{extraction.member}" if extraction.member else path
                _show(out, name, extraction, as_json=as_json, in_full=len(paths) <= _IN_FULL)
            progress.step()
            if reader_gone():
                break
    return tally


def _show(out: Console, name: str, extraction: Extraction, *, as_json: bool, in_full: bool) -> None:
    if as_json:
        line = json.dumps(to_json(extraction, whole_text(name)), ensure_ascii=False)
        if out.is_terminal:
            out.out(line, highlight=False)
        else:
            # UTF-8, whatever the terminal speaks: JSON has no other.
            click.echo(line.encode(errors="replace"))
    elif in_full:
        show_extraction(out, name, extraction)
    else:
        out.print(Text(f"{name}: {headline(extraction)}"), soft_wrap=True)


def _complain(tally: Tally, found: files.Found) -> None:
    unreadable = tally.statuses["unreadable"]
    if unreadable:
        total = counted(tally.statuses.total(), "document")
        raise WorkError(f"{unreadable} of {total} could not be read")
    if found.closed:
        raise WorkError(f"{counted(len(found.closed), 'folder')} could not be searched")
