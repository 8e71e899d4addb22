"""The ways in which the demo pages print a table: HTML grids and flattened text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape

from flows.demo.forms import forms
from flows.demo.grids import PrintedCell, Row, grid_width

CELL_STYLE = ' style="width:60px;"'


def table(rows: list[Row]) -> str:
    """An HTML table merged as in the official form; a blank cell holds `&nbsp;`."""
    return _html(rows, lambda cell: f'<p align="center">{escape(cell.text) or "&nbsp;"}</p>')


def nested(rows: list[Row]) -> str:
    """An HTML table whose words stand in nested spans, header words broken over lines."""
    return _html(rows, _spans)


def _spans(cell: PrintedCell) -> str:
    if cell.value:
        return f'<p><span><span lang="EN-US">&nbsp;{escape(cell.text)}&nbsp;</span></span></p>'
    return f"<p><span>{_wrap(cell.text)}</span></p>"


def _html(rows: list[Row], inner: Callable[[PrintedCell], str]) -> str:
    lines = [
        "<tr>" + "".join(f"<td{_spanning(cell)}>{inner(cell)}</td>" for cell in row) + "</tr>" for row in rows
    ]
    return '<table border="1" cellspacing="0"><tbody>\n' + "\n".join(lines) + "\n</tbody></table>"


def _spanning(cell: PrintedCell) -> str:
    columns = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    rows = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return columns + rows + CELL_STYLE


def _wrap(label: str) -> str:
    """A four-character header word on two lines, as narrow columns print it."""
    return f"{label[:2]}<br />{label[2:]}" if len(label) == 4 and label in _header_words() else escape(label)


@cache
def _header_words() -> frozenset[str]:
    return frozenset(
        word for table in ("applications", "disputes") for word in forms()[table]["columns"].values()
    )


def lines(rows: list[Row]) -> str:
    """One cell a paragraph, header words broken, every third figure pushed by a blank."""
    cells = [cell for row in rows for cell in row]
    return "\n".join(f"<p>{_padded(cell, place)}</p>" for place, cell in enumerate(cells))


def _padded(cell: PrintedCell, place: int) -> str:
    if not cell.value:
        return _wrap(cell.text)
    return ("&nbsp;" if place % 3 == 0 else "") + escape(cell.text)


def pipes(rows: list[Row]) -> str:
    """One row a paragraph, cells between pipes, one pad pipe for each swallowed cell."""
    return "\n".join(f"<p>{escape(' | '.join(_row_texts(row, rows)))}</p>" for row in rows)


def pre(rows: list[Row]) -> str:
    """Rows with pipes at both ends in one preformatted block."""
    body = "\n".join("| " + " | ".join(_row_texts(row, rows)) + " |" for row in rows)
    return f"<pre>\n{escape(body)}\n</pre>"


def _row_texts(row: Row, rows: list[Row]) -> list[str]:
    texts = [cell.text for cell in row]
    return texts + [""] * (grid_width(rows) - len(texts))


def trailing(rows: list[Row]) -> str:
    """One cell a paragraph with the pipe behind it; pad pipes of a row stand together on their own."""
    width = grid_width(rows)
    paragraphs = []
    for row in rows:
        paragraphs += [f"<p>{escape(cell.text)} |</p>" for cell in row]
        if len(row) < width:
            paragraphs.append(f"<p>{'|' * (width - len(row))}</p>")
    return "\n".join(paragraphs)


def spaces(rows: list[Row]) -> str:
    """One row a paragraph, its cells one space apart."""
    return "\n".join(f"<p>{escape(' '.join(cell.text for cell in row))}</p>" for row in rows)


LAYOUTS: dict[str, Callable[[list[Row]], str]] = {
    "table": table,
    "misfit": table,
    "nested": nested,
    "lines": lines,
    "pipes": pipes,
    "pre": pre,
    "trailing": trailing,
    "spaces": spaces,
}
