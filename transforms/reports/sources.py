"""Several sources of one report: which one is current and why, and where the others say otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import yaml

from extractors.records import Capture
from transforms.records import Cause, Cell, Context, Extraction, Finding, Identity
from transforms.reports.outline import Outline, Reading

# States of which a comparison says nothing: the cell could not be told, or what is printed is no one number.
_NOT_COMPARED = ("missing", "unreadable")
# So many cells of one source are named singly; one more finding counts them where there are more.
_NAMED = 10
_REASONS = (
    "it holds figures",
    "it holds text where the other was recognised from images",
    "it stands on the site of its own body",
    "it is no converted mirror of another page",
    "it holds more numbers",
    "it is a web page",
    "it was fetched later",
    "of its address",
)


@cache
def _converted() -> tuple[str, ...]:
    text = Path(__file__).with_name("mirrors.yml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["converted"])


@dataclass(frozen=True)
class Source:
    """One version of one document that is a report: the capture it was read from and what was read.

    `own` tells how near its site is to the body that reports: 2 its own, 1 one of its division, 0 another.
    """

    capture: Capture
    reading: Reading
    division_code: str
    own: int = 0

    @property
    def outline(self) -> Outline:
        """What it says, in short."""
        return self.reading.outline

    @cached_property
    def extraction(self) -> Extraction:
        """All that it says."""
        return self.reading.whole()

    @property
    def document(self) -> tuple[str, str]:
        """The document that this is a version of: its address, and its name inside an archive."""
        return self.capture.url, self.outline.member or ""

    @property
    def place(self) -> str:
        """Where to find the document, for people."""
        url, member = self.document
        return f"{url} ({member})" if member else url

    @property
    def report_id(self) -> str:
        """Stable: division, publisher and year alone; the address where no publisher can be told."""
        identity = self.outline.identity
        body = identity.publisher or "".join(self.document)
        digest = hashlib.sha256(f"{self.division_code}|{body}|{identity.year}".encode())
        return f"{self.division_code}-{identity.year}-{digest.hexdigest()[:8]}"

    @property
    def rank(self) -> tuple[bool, bool, int, bool, int, bool, str, tuple[str, str]]:
        """What makes a source the current one, the weightiest first (`_REASONS` has them in words)."""
        return (
            self.outline.numbers > 0,
            not self.outline.by_ocr,
            self.own,
            not any(mark in self.capture.url for mark in _converted()),
            self.outline.numbers,
            (self.capture.media_type or "").startswith("text/html"),
            self.capture.fetched_at,
            self.document,
        )


def closeness(identity: Identity, context: Context) -> int:
    """How near the site is to the publisher: 2 its own, 1 one of its division, 0 a repost elsewhere."""
    if identity.publisher is not None and identity.publisher == context.site_publisher:
        return 2
    return int(identity.division_code is not None and identity.division_code == context.site_division)


def current_of(versions: Sequence[Source]) -> tuple[Source, list[Source]]:
    """The report's current source, and the newest version of each of its other documents.

    `versions` are all sources of one report, oldest first. What was recognised from images never displaces
    text that holds figures; a body's own site goes before a repost; then more numbers.
    """
    newest = {source.document: source for source in versions}
    ranked = sorted(newest.values(), key=lambda source: source.rank)
    return ranked[-1], sorted(ranked[:-1], key=lambda source: source.document)


def revision(current: Source, versions: Sequence[Source]) -> int:
    """1, and one more for each change of what this document says."""
    hashes = [source.outline.content for source in versions if source.document == current.document]
    return 1 + sum(before != after for before, after in pairwise(hashes))


def disagreements(current: Source, others: Sequence[Source]) -> list[Finding]:
    """`sources.disagree` for each cell that another source prints otherwise, with both places."""
    return [finding for other in others for finding in _differences(current, other)]


def _differences(current: Source, other: Source) -> Iterator[Finding]:
    printed = {cell.item: cell for cell in current.extraction.cells}
    pairs = [
        (printed[cell.item], cell)
        for cell in other.extraction.cells
        if cell.item in printed and _contradict(printed[cell.item], cell)
    ]
    why = f"this source is current because {_reason(current, other)}"
    cause: Cause = "extraction" if current.outline.by_ocr or other.outline.by_ocr else "source"
    for here, there in pairs[:_NAMED]:
        message = (
            f"{other.place} prints {here.item} as {there.raw!r} ({there.locator}), "
            f"{current.place} as {here.raw!r} ({here.locator}); {why}"
        )
        yield Finding("sources.disagree", "warning", message, cause, here.item, here.value, there.value)
    if len(pairs) > _NAMED:
        message = f"{other.place} prints {len(pairs)} cells otherwise, {_NAMED} of them named; {why}"
        yield Finding("sources.disagree", "warning", message, cause)


def _contradict(here: Cell, there: Cell) -> bool:
    """Whether one source prints another number than the other, or a number where the other prints none."""
    if here.state in _NOT_COMPARED or there.state in _NOT_COMPARED:
        return False
    return here.value != there.value


def _reason(current: Source, other: Source) -> str:
    """The first of the reasons in which the two differ."""
    return next(why for why, a, b in zip(_REASONS, current.rank, other.rank, strict=True) if a != b)
