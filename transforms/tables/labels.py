"""Recognising a printed label within its section."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal

from transforms.fold import fold
from transforms.forms import Vocabulary, Words, heading_anchors, vocabulary

# A label may be this much longer than the official one (instructions inside the label cell, forms.md §3.1)
# and still be recognised by its anchor; beyond that it is prose that mentions it.
_LONGER_FACTOR, _LONGER_CONSTANT = 1.6, 8
# One or two characters lost or wrong in a long label (其他法律行政止公开).
_SIMILAR, _SIMILAR_FROM = 0.85, 8
_HEADING_LENGTH = 40
# A piece so short may be a label's number, or the first character of a label printed downwards.
_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Label:
    """`row` names a row of the section; `block` heads several rows; `opener` begins the table."""

    kind: Literal["row", "block", "opener"]
    words: Words | None = None


@lru_cache(maxsize=65536)
def _candidates(section: str, folded: str) -> tuple[Label, ...]:
    known = vocabulary(section)
    if folded in known.openers or any(anchor in folded for anchor in known.opener_anchors):
        return (Label("opener"),)
    exact = _exact(known, folded)
    if exact or folded in known.blocks:
        return exact or (Label("block"),)
    if below := _below_its_block(section, known, folded):
        return below
    close = _by_anchor(known, folded) or _by_likeness(known, folded)
    return (Label("row", close),) if close else ()


def _exact(known: Vocabulary, folded: str) -> tuple[Label, ...]:
    return tuple(Label("row", words) for words in known.rows if folded in words.labels)


def _below_its_block(section: str, known: Vocabulary, folded: str) -> tuple[Label, ...]:
    """Rows of which the label is printed behind that of their block: （五）不予处理2.重复申请."""
    return tuple(
        label
        for block in _heads(section)
        if folded.startswith(block)
        for label in _exact(known, fold(folded[len(block) :]))
    )


@cache
def _heads(section: str) -> tuple[str, ...]:
    """The labels that head several rows."""
    known = vocabulary(section)
    heads = {label for words in known.rows if words.heads for label in words.labels}
    return tuple(sorted((known.blocks | heads) - set(known.group)))


@lru_cache(maxsize=65536)
def begins_label(section: str, folded: str) -> bool:
    """Whether a label of the section may be printed in several pieces of which this is the first."""
    known = vocabulary(section)
    labels = (*known.blocks, *(words.labels[0] for words in known.rows))
    return len(folded) <= _NUMBER or any(folded in label for label in labels)


def _by_anchor(known: Vocabulary, folded: str) -> Words | None:
    def fits(words: Words) -> bool:
        limit = len(words.labels[0]) * _LONGER_FACTOR + _LONGER_CONSTANT
        return len(folded) <= limit and any(anchor in folded for anchor in words.anchors)

    found = [words for words in known.rows if fits(words)]
    return found[0] if len(found) == 1 else None


def _by_likeness(known: Vocabulary, folded: str) -> Words | None:
    if len(folded) < _SIMILAR_FROM:
        return None
    matcher = SequenceMatcher(b=folded)
    for words in known.rows:
        label = words.labels[0]
        if abs(len(label) - len(folded)) <= 2:
            matcher.set_seq1(label)
            # The bound is told many times faster.
            if matcher.quick_ratio() >= _SIMILAR and matcher.ratio() >= _SIMILAR:
                return words
    return None


def match(section: str, text: str, seen: Set[str]) -> Label | None:
    """The label that `text` is in `section`, given the rows already read (`seen`); null for anything else."""
    folded = fold(text)
    if not folded:
        return None
    # Where several rows share a label, the one whose own block has begun last is meant.
    for label in reversed(_candidates(section, folded)):
        if label.words is None or not label.words.after or label.words.after & seen:
            return label
    return None


def row_named(section: str, text: str, seen: Set[str]) -> str | None:
    """The row of which the text alone is the whole label, null where it is none."""
    label = match(section, text, seen)
    return label.words.key if label and label.words and fold(text) in label.words.labels else None


def is_row(section: str, text: str, seen: Set[str]) -> bool:
    """Whether the text alone is the whole label of a row."""
    return row_named(section, text, seen) is not None


@lru_cache(maxsize=65536)
def is_heading(text: str) -> bool:
    """Whether the text is a heading of a report's section, behind which no table goes on."""
    return heading_of(text) is not None


@lru_cache(maxsize=65536)
def heading_of(text: str) -> str | None:
    """The section whose heading the text is, `other` for one without a table, null for anything else."""
    folded = fold(text)
    if len(folded) > _HEADING_LENGTH:
        return None
    return next((section for anchor, section in heading_anchors().items() if anchor in folded), None)
