"""A query's answer as a table for people, as wide as the window, or for programs in a file or pipe."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import click
import pyarrow as pa
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.errors import CallError
from flows.terminal.formats import FORMATS, encoded, plain, shown
from transforms.harmless import visible
from transforms.whole import whole

_NO_WIDTH = 100_000
# In a window: a longer text is folded; an answer of few rows is turned when it does not fit.
_MOST, _FEW, _BETWEEN = 48, 5, 3


def write(out: Console, answer: pa.Table, form: str) -> None:
    """Print the answer on standard output. Raises CallError for Parquet on a terminal."""
    if form == "table":
        show_answer(out, answer)
    elif not sys.stdout.isatty():
        click.echo(encoded(answer, form), nl=False)
    elif form == "parquet":
        raise CallError("Parquet is not for a terminal: name a file with --output answer.parquet")
    else:
        click.echo(_lines(encoded(answer, form).decode()), nl=False)


def save(answer: pa.Table, form: str, path: Path) -> None:
    """Write the answer into a file, whole or not at all. Raises CallError where it cannot be."""
    if form == "table":
        raise CallError(
            f"{path}: an answer in a file is one of {', '.join(FORMATS[1:])}; choose with --format"
        )
    try:
        with whole(path) as beside:
            beside.write_bytes(encoded(answer, form))
    except OSError as error:
        raise CallError(f"{path}: cannot be written: {error.strerror}") from None


def show_answer(out: Console, answer: pa.Table, most: int | None = None) -> None:
    """The first `most` rows as a table; where the window is too narrow few rows turned, else what fits."""
    answer = plain(answer.slice(0, most))
    columns, rows = answer.column_names, [list(row.values()) for row in answer.to_pylist()]
    if not out.is_terminal or _fitting(out, columns, rows) == len(columns):
        show_rows(out, columns, rows)
    elif len(rows) <= _FEW:
        for row in rows:
            show_rows(out, ("column", "value"), list(zip(columns, map(shown, row), strict=True)))
    else:
        fitting = max(1, _fitting(out, columns, rows))
        show_rows(out, columns[:fitting], [row[:fitting] for row in rows])
        left = ", ".join(visible(column) for column in columns[fitting:])
        out.print(Text(f"not shown for want of room: {left}", style="dim", overflow="fold"))


def show_rows(
    out: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    title: str = "",
    *,
    right: Collection[str] = (),
) -> None:
    """A table for people: numbers and the columns of `right` to the right, nulls empty, long texts folded."""
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD)
    for place, column in enumerate(columns):
        numeric = column in right or any(
            isinstance(row[place], int | float | Decimal) and not isinstance(row[place], bool) for row in rows
        )
        table.add_column(Text(visible(column)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_lines(shown(value))) for value in row))
    # A file or a pipe has no width to keep to.
    wide = out if out.is_terminal else Console(file=out.file, width=_NO_WIDTH, highlight=False)
    wide.print(table)
    if not rows:
        out.print("no rows", style="dim")


def _fitting(out: Console, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """How many of the columns, from the first on, the window has room for."""
    room = out.width - 1
    for place, width in enumerate(_widths(columns, rows)):
        room -= width + _BETWEEN
        if room < 0:
            return place
    return len(columns)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[int]:
    for place, column in enumerate(columns):
        texts = (line for row in rows for line in shown(row[place]).split("\n"))
        yield max(cell_len(column), *(min(_MOST, cell_len(text)) for text in texts), 0)


def _lines(text: str) -> str:
    """A text with its line breaks; nothing else in it acts on the terminal."""
    return "\n".join(visible(line) for line in text.split("\n"))
