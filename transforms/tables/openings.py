"""Where a standard table begins in the stream of pieces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from transforms.fold import fold
from transforms.forms import STATISTICS, columns_of, forms_of, own_units, vocabulary
from transforms.tables.headers import column_named
from transforms.tables.labels import Label, match
from transforms.tables.pieces import Piece
from transforms.values import is_value

# Within so many pieces of 行政复议 its header must go on, or it was another use of the word.
_HEADER_PIECES = 8
_RESULTS = columns_of(forms_of("disputes")[0], "disputes", "review")
# The characters in every label of the first result: most texts of a page have none of them.
_EVERY_FIRST = frozenset.intersection(
    *(
        frozenset(word)
        for words in vocabulary("disputes").columns
        if words.key == _RESULTS[0]
        for word in words.labels
    )
)
_FIRST_STATISTIC = "stats_publicity.disclosed_total"


def table_at(pieces: Sequence[Piece], position: int) -> str | None:
    """The section whose table begins at `position`, null where none does."""
    text = pieces[position].text
    if not text:
        return None
    if _disputes_at(pieces, position) or dispute_rows_at(pieces, position):
        return "disputes"
    return _opened_by(text) or (STATISTICS if _statistics_at(pieces, position) else None)


@lru_cache(maxsize=4096)
def _opened_by(text: str) -> str | None:
    """The section that a text opens wherever it stands."""
    for section in ("disclosure", "applications", STATISTICS):
        label = match(section, text, frozenset())
        if label and (label.kind == "opener" or _begins_headless(text, _key(label))):
            return section
    return None


def _key(label: Label | None) -> str | None:
    return label.words.key if label and label.words else None


def _begins_headless(text: str, row: str | None) -> bool:
    """Labels that begin a table whose head is lost; no other label is safe outside a table."""
    return row == "received" or "第二十条" in fold(text)


def _statistics_at(pieces: Sequence[Piece], position: int) -> bool:
    """Whether the first row of the form of 2014 stands there with its unit; alone it may be a heading."""
    if not any(piece.text in own_units() for piece in pieces[position + 1 : position + 2]):
        return False
    return _key(match(STATISTICS, pieces[position].text, frozenset())) == _FIRST_STATISTIC


def _disputes_at(pieces: Sequence[Piece], position: int) -> bool:
    if fold(pieces[position].text) not in ("行政复议", "行政复议行政诉讼"):
        return False
    following = "".join(fold(piece.text) for piece in pieces[position + 1 : position + 1 + _HEADER_PIECES])
    return "结果" in following or "维持" in following or following.startswith("行政诉讼")


def dispute_rows_at(pieces: Sequence[Piece], position: int) -> bool:
    """Whether the five results stand there, in order, and behind them a row 行政复议 with a figure."""
    end = position + len(_RESULTS)
    if not results_at(pieces, position) or end + 1 >= len(pieces):
        return False
    label, value = pieces[end], pieces[end + 1]
    return fold(label.text) == "行政复议" and (not value.text or is_value(value.text))


def results_at(pieces: Sequence[Piece], position: int) -> bool:
    """Whether the five results stand there, in order."""
    if _EVERY_FIRST.isdisjoint(pieces[position].text) or _result(pieces[position]) != _RESULTS[0]:
        return False
    return tuple(map(_result, pieces[position : position + len(_RESULTS)])) == _RESULTS


def _result(piece: Piece) -> str | None:
    return column_named("disputes", fold(piece.text))
