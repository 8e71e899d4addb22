"""What of a reading tells whose report it is and whether it changed, so that the rest need not be at hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from transforms.records import Extraction, Identity, Status


@dataclass(frozen=True, slots=True)
class Outline:
    """An extraction without its rows, which are counted: `cells`, and of these the `numbers`.

    `figures` is the digest of the cells as printed, `content` of what the publisher says without where on the
    page it stands (changes of it make revisions), `everything` of all of the extraction.
    """

    status: Status
    identity: Identity
    forms: dict[str, str | None]
    cells: int
    numbers: int
    figures: str
    content: str
    everything: str
    error: str | None = None
    is_report: bool = False
    member: str | None = None
    by_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one document: its outline, and all of it when asked for."""

    outline: Outline
    whole: Callable[[], Extraction]

    @classmethod
    def of(cls, extraction: Extraction) -> Reading:
        """A reading that is all at hand."""
        return cls(outline_of(extraction), lambda: extraction)


def outline_of(extraction: Extraction) -> Outline:
    """The outline of an extraction."""
    figures = [(cell.item, cell.state, cell.raw) for cell in extraction.cells]
    said = [
        extraction.identity.title,
        figures,
        [(claim.claim, claim.value, claim.sentence) for claim in extraction.claims],
        [(extra.label, extra.column, extra.raw) for extra in extraction.extras],
    ]
    return Outline(
        status=extraction.status,
        identity=extraction.identity,
        forms=extraction.forms,
        cells=len(extraction.cells),
        numbers=sum(cell.state == "number" for cell in extraction.cells),
        figures=_digest(figures),
        content=_digest(said),
        everything=hashlib.sha256(repr(extraction).encode()).hexdigest(),
        error=extraction.error,
        is_report=extraction.is_report,
        member=extraction.member,
        by_ocr=extraction.by_ocr,
    )


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
