"""The plain records that transforms hand on: what a report says, cell by cell, and what checks found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractors.records import Capture

State = Literal["number", "blank", "placeholder", "unreadable", "missing"]
Severity = Literal["error", "warning", "info"]
Cause = Literal["source", "extraction", "unknown"]
Status = Literal["ok", "partial", "no_report", "unreadable"]

SECTIONS = ("disclosure", "applications", "disputes")


class Cell(NamedTuple):
    """One cell of a standard table, in one of the five states; `value` is in `unit`, never replaced.

    `computed` is what the form's own equations give, `suggested` a correction they single out.
    """

    item: str
    section: str
    row: str
    column: str
    state: State
    value: float | None
    raw: str | None
    unit: str | None
    locator: str | None
    computed: float | None = None
    suggested: float | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """One figure of a row or column of a standard table that no form has; it is part of no sum.

    `label` is the row's: as printed, of the form's own rows the official one. `column` is its header, null
    where it cannot be told. `value` stands as printed, in the `unit` printed with it, if any.
    """

    section: str
    label: str
    column: str | None
    state: State
    value: float | None
    raw: str
    unit: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found; `message` is a sentence with the place to look at."""

    rule: str
    severity: Severity
    message: str
    cause: Cause = "unknown"
    item: str | None = None
    actual: float | None = None
    expected: float | None = None
    other_report_id: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that the prose states.

    `item` is the cell it speaks of; `agrees` is null where it cannot be told.
    """

    claim: str
    value: float
    sentence: str
    item: str | None = None
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document of which no row is made, and why, in one sentence."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document from outside it: the site it came from and the link that led to it.

    `pictures` are those fetched for a report's page; they are its text where it has none of its own.
    """

    site_division: str | None = None
    site_publisher: str | None = None
    url: str | None = None
    link_text: str | None = None
    listed_on: str | None = None
    pictures: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports on which year. A null means the document does not tell; nothing is guessed."""

    title: str | None = None
    year: int | None = None
    place: str | None = None
    division_code: str | None = None
    publisher: str | None = None
    publisher_level: str | None = None
    scope: str = "unknown"
    published_on: str | None = None
    findings: tuple[Finding, ...] = ()
    scope_sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document. `forms` maps each section to `2021`, `2019`, `2014` or null.

    `is_report` tells whether it is an annual report at all, with standard tables or without. `member` is
    the file of an archive that was read; null where the document is no archive. `by_ocr` tells that its text
    was recognised from images.
    """

    status: Status
    identity: Identity
    forms: dict[str, str | None]
    cells: tuple[Cell, ...] = ()
    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()
    extras: tuple[Extra, ...] = ()
    error: str | None = None
    is_report: bool = False
    member: str | None = None
    by_ocr: bool = False
