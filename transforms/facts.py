"""One document to checked facts: who reports, the cells, what the checks found, what the prose claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.collector import paused
from extractors.document import Document
from transforms.claims import check_claims, find_claims
from transforms.identity.identify import (
    form_findings,
    identify_simplified,
    implausible_findings,
    late_finding,
)
from transforms.prose import prose
from transforms.records import SECTIONS, Cell, Claim, Context, Extraction, Finding, Identity, Status
from transforms.script import in_simplified
from transforms.tables.read import Tables, read_tables

_UNREADABLE = "cells.unreadable"
_NO_FORMS: dict[str, str | None] = dict.fromkeys(SECTIONS)


def unreadable(reason: str) -> Extraction:
    """The extraction of a document that could not be read, with the reason in one sentence."""
    return Extraction("unreadable", Identity(), dict(_NO_FORMS), error=reason)


@paused()
def extract(document: Document, context: Context) -> Extraction:
    """Identity, cells, findings and claims of one document."""
    simple = in_simplified(document)
    texts = list(prose(simple.paragraphs()))
    identity = identify_simplified(simple, texts, context)
    tables = read_tables(document, identity.year, identity.publisher)
    claims, disagreeing = _claims(texts, identity, tables)
    late = late_finding(identity) if tables.looks_like_report else None
    by_ocr = document.recogniser is not None
    findings = [
        *_unread_pages(document.unread_pages),
        *identity.findings,
        *form_findings(identity, tables.forms),
        *(_unsure(tables.findings) if by_ocr and tables.cells else tables.findings),
        *implausible_findings(identity, tables.cells),
        *disagreeing,
        *([late] if late else []),
    ]
    return Extraction(
        status=_status(tables, document.unread_pages),
        identity=identity,
        forms=tables.forms,
        cells=tables.cells,
        findings=tuple(findings),
        claims=claims,
        extras=tables.extras,
        is_report=tables.looks_like_report and (bool(claims) or not is_blank(tables.cells)),
        by_ocr=by_ocr,
    )


def _unread_pages(pages: Sequence[int]) -> list[Finding]:
    """What pages that could not be read print is in no cell, and no sum shows that it is missing."""
    if not pages:
        return []
    named = f"page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))}"
    message = f"{named} could not be read: what is printed there is missing"
    return [Finding("pages.unread", "warning", message, "extraction")]


def _unsure(findings: Sequence[Finding]) -> list[Finding]:
    """Findings on what was recognised from images, and how much of it was not.

    A contradiction may be the source's or the reading's; what could not be recognised is the reading's.
    """
    doubted = sum(one.rule == _UNREADABLE for one in findings)
    message = f"the figures were recognised from images; {doubted} cells could not be read for sure"
    return [
        Finding("cells.recognised", "info", message, "extraction"),
        *(
            replace(one, cause="extraction" if one.rule == _UNREADABLE else "unknown")
            if one.cause == "source"
            else one
            for one in findings
        ),
    ]


def _claims(
    texts: Sequence[str], identity: Identity, tables: Tables
) -> tuple[tuple[Claim, ...], list[Finding]]:
    if not tables.looks_like_report:
        return (), []
    cells: Mapping[str, Cell] = {cell.item: cell for cell in tables.cells}
    found = find_claims(texts, identity.year)
    claims, findings = check_claims(found, cells, identity.scope)
    return tuple(claims), findings


def _status(tables: Tables, unread_pages: Sequence[int]) -> Status:
    if not any(tables.forms.values()):
        # The tables of what calls itself a report may stand on the pages that could not be read.
        return "partial" if unread_pages and tables.looks_like_report else "no_report"
    if unread_pages:
        return "partial"
    incomplete = None in tables.forms.values() or any(cell.state == "missing" for cell in tables.cells)
    return "partial" if incomplete else "ok"


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether this is an empty form: cells that are there, and nothing printed in any."""
    states = {cell.state for cell in cells}
    return "blank" in states and states <= {"blank", "missing"}
