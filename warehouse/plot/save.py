"""A comparison into a file, its kind told by the file's ending."""

from __future__ import annotations

from pathlib import Path

from warehouse.comparison import Comparison
from warehouse.errors import PlaceError
from warehouse.plot.chart import svg
from warehouse.plot.page import page
from warehouse.plot.picture import png

ENDINGS = (".svg", ".png", ".html")
# What one picture can hold and still be looked at; a table holds the rest.
MOST = 200


def save(comparison: Comparison, path: Path) -> None:
    """Write SVG, PNG or HTML, the chart of the first 200. Raises PlaceError for a bad ending or path."""
    match path.suffix.lower():
        case ".svg":
            drawn = svg(comparison, MOST).encode()
        case ".html":
            drawn = page(comparison, MOST).encode()
        case ".png":
            drawn = png(svg(comparison, MOST))
        case _:
            raise PlaceError(f"{path}: a plot is one of {', '.join(ENDINGS)}")
    try:
        path.write_bytes(drawn)
    except OSError as error:
        raise PlaceError(f"{path}: cannot be written: {error.strerror}") from None
