"""One file of the gold set with the report that it prints."""

from __future__ import annotations

from dataclasses import dataclass

from gold.report import Report, golden

IDENTITY = ("status", "year", "place", "division_code", "publisher", "published_on")


@dataclass(frozen=True, slots=True)
class Document:
    """`asserted` are the keys of identity that the file itself tells."""

    report: Report
    kind: str
    file: str
    data: bytes
    asserted: tuple[str, ...] = IDENTITY

    @property
    def answer(self) -> str:
        """The golden answer as JSON."""
        return golden(self.report, self.file, self.kind, self.asserted)
