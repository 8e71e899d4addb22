"""What the columns of a standard table are called, those that no form has included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transforms.fold import fold
from transforms.forms import STATISTICS, beside_the_figures, forms, items_of, subtotals, vocabulary
from transforms.tables.headers import EXTRA, OTHER, SUBTOTAL, column_named
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Row

# The name of a column beside the figures (line numbers, remarks) or of a subtotal: its values are no extras.
ASIDE = ""
Names = dict[Piece, str | None]


def names_of(section: str, header: Sequence[Piece], row: Row | None, cells: Sequence[Piece]) -> Names:
    """The column of each cell of a line: by place where all stand under the header, else by count.

    `row` is one of the form's that shares the header. Null where neither tells.
    """
    if placed := _by_place(section, header, cells):
        return placed
    names = _heads(section, _of_opener(header)) if section == STATISTICS else official_names(section, row)
    for counted in (cells, _without_blank_start(cells)):
        if names and len(counted) == len(names):
            return dict.fromkeys(cells) | dict(zip(counted, names, strict=True))
    return dict.fromkeys(cells)


def unofficial_names(section: str, row: Row) -> Names:
    """The values of a row of the form that stand in columns which are not the form's."""
    placed = _by_place(section, row.header, row.values)
    heads = _heads(section, _of_opener(row.header) if section == STATISTICS else row.header)
    if not placed and section == STATISTICS and len(heads) == len(row.values):
        placed = dict(zip(row.values, heads, strict=True))
    if placed:
        return {piece: name for piece, name in placed.items() if name and not _is_form(section, name)}
    columns = row.columns or ()
    if len(columns) != len(row.values):
        return {}
    strange = [name for name in heads if name and not _is_known(section, name)]
    found = [piece for piece, key in zip(row.values, columns, strict=True) if key in (EXTRA, OTHER)]
    name = strange[0] if len(strange) == len(found) == 1 else None
    return dict.fromkeys(found, name)


def official_names(section: str, row: Row | None) -> list[str | None]:
    """The names of a row's columns as the form has them; null for those that are not the form's."""
    if row is None:
        return []
    official = {
        column: item.column_label_zh.removeprefix(f"{vocabulary(section).group[0]}/")
        if vocabulary(section).group
        else item.column_label_zh
        for form in forms()
        for (key, column), item in items_of(form, section).items()
        if key == row.key
    }
    return [ASIDE if key == SUBTOTAL else official.get(key) for key in row.columns or ()]


def tight(text: str) -> str:
    """The text as printed, without blanks."""
    return "".join(text.split())


def _by_place(section: str, header: Iterable[Piece], cells: Sequence[Piece]) -> Names:
    """The header of each cell of a grid; empty unless all of them stand exactly under one."""
    heads = {(piece.column, piece.span): piece.text for piece in header if piece.column and piece.text}
    if not all((cell.column, cell.span) in heads for cell in cells):
        return {}
    return {cell: _name(section, heads[cell.column, cell.span]) for cell in cells}


def _heads(section: str, header: Iterable[Piece]) -> list[str | None]:
    """The names that a header prints, in printed order, without those of columns beside the figures."""
    return [name for piece in header if piece.text and (name := _name(section, piece.text))]


def _of_opener(header: Sequence[Piece]) -> list[Piece]:
    """The line of a header that begins the statistics table; group rows may follow before any figure."""
    openers = vocabulary(STATISTICS).openers
    lines = [piece.row for piece in header if fold(piece.text) in openers]
    return [piece for piece in header if piece.row in lines]


def _name(section: str, head: str) -> str:
    folded = fold(head)
    aside = folded in beside_the_figures() or folded in subtotals() or folded in vocabulary(section).openers
    return ASIDE if aside else tight(head)


def _is_form(section: str, head: str) -> bool:
    """Whether a header names a column of the form."""
    if section == STATISTICS:
        return fold(head) in {fold(item.column_label_zh) for item in items_of("2014", section).values()}
    return column_named(section, fold(head)) is not None


def _is_known(section: str, head: str) -> bool:
    known = vocabulary(section)
    folded = fold(head)
    return _is_form(section, head) or folded in {*known.group, *known.noise, *known.blocks}


def _without_blank_start(cells: Sequence[Piece]) -> list[Piece]:
    start = next((n for n, cell in enumerate(cells) if cell.text), len(cells))
    return list(cells[start:])
