"""One document, from bytes to checked facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import PurePosixPath

from extractors.archives import Member, is_archive, members
from extractors.document import Document, UnreadableError
from extractors.readers import read
from transforms.claims import check_claims, find_claims
from transforms.identify import form_findings, identify, implausible_findings, late_finding
from transforms.identity.titles import is_report_title
from transforms.records import SECTIONS, Cell, Claim, Context, Extraction, Finding, Identity, Status
from transforms.script import in_simplified
from transforms.tables import Tables, read_tables

_UNREADABLE = "cells.unreadable"
_NO_FORMS: dict[str, str | None] = dict.fromkeys(SECTIONS)
# An archive's outcome names so many of its files of a kind.
_NAMED = 5


def extract_bytes(data: bytes, content_type: str | None = None, context: Context | None = None) -> Extraction:
    """Read a document of any known kind; bytes that are none give status `unreadable` with the reason.

    An archive gives the one report in it; of several none is chosen: `unreadable`.
    """
    read_ = extract_all(data, content_type, context)
    reports = [extraction for extraction in read_ if holds_report(extraction)]
    if len(reports) > 1:
        names = ", ".join(str(report.member) for report in reports[:_NAMED])
        return unreadable(f"the archive holds {len(reports)} reports, not one: {names}")
    return next(iter([*reports, *read_]))


def extract_all(
    data: bytes, content_type: str | None = None, context: Context | None = None
) -> tuple[Extraction, ...]:
    """Everything that some bytes report, never empty: one extraction of a document, of an archive several.

    For an archive these are its reports in the order of their names, then its files that could not be read
    (`unreadable`). `member` names the file, and every cell's locator begins with it. An archive without a
    report gives one extraction, `unreadable` or `no_report`, whose `error` names the files looked at.
    """
    outside = context or Context()
    if not is_archive(data):
        return (_extract_document(data, content_type, outside),)
    try:
        found = _extract_members(data, outside)
    except UnreadableError as error:
        return (unreadable(str(error)),)
    reports = [extraction for extraction in found if holds_report(extraction)]
    failed = [extraction for extraction in found if extraction.status == "unreadable"]
    return (*reports, *failed) if reports else (_without_report(found, failed),)


def holds_report(extraction: Extraction) -> bool:
    """Whether a standard table was found, or a report without any."""
    return extraction.is_report or extraction.status in ("ok", "partial")


def _extract_members(data: bytes, context: Context) -> list[Extraction]:
    """Every file of an archive. The link to the archive speaks for its file only where there is one alone."""
    read_ = [(member.name, _read_member(member)) for member in members(data)]
    alone = sum(isinstance(document, Document) for _, document in read_) == 1
    found = []
    for name, document in read_:
        if isinstance(document, str):
            found.append(replace(unreadable(document), member=name))
            continue
        named = replace(context, link_text=_link_text(name, context.link_text if alone else None))
        found.append(_placed(extract(document, named), name))
    return found


def _read_member(member: Member) -> Document | str:
    """The document, or why there is none."""
    if member.error is not None:
        return member.error
    try:
        return read(member.data)
    except UnreadableError as error:
        return str(error)


def _link_text(name: str, link_text: str | None) -> str:
    """What the member is called, as a link to it would say: its file name where that names a report."""
    stem = PurePosixPath(name).stem
    return link_text if link_text and not is_report_title(stem) else stem


def _placed(extraction: Extraction, member: str) -> Extraction:
    """The extraction with its member's name before every place."""
    cells = tuple(
        replace(cell, locator=f"{member}: {cell.locator}") if cell.locator else cell
        for cell in extraction.cells
    )
    return replace(extraction, cells=cells, member=member)


def _without_report(found: Sequence[Extraction], failed: Sequence[Extraction]) -> Extraction:
    """One outcome for an archive without a report; the files that could not be read come first."""
    told = [f"{extraction.member} ({extraction.error})" for extraction in failed[:_NAMED]]
    told += [f"{other.member} (no report)" for other in found if other.status == "no_report"][:_NAMED]
    reason = f"none of the {len(found)} files in the archive is a report: {', '.join(told)}"
    return unreadable(reason) if failed else replace(unreadable(reason), status="no_report")


def unreadable(reason: str) -> Extraction:
    """The extraction of a document that could not be read, with the reason in one sentence."""
    return Extraction("unreadable", Identity(), dict(_NO_FORMS), error=reason)


def _extract_document(data: bytes, content_type: str | None, context: Context) -> Extraction:
    try:
        document = read(data, content_type)
    except UnreadableError as error:
        return unreadable(str(error))
    return extract(document, context)


def extract(document: Document, context: Context) -> Extraction:
    """Identity, cells, findings and claims of one document."""
    identity = identify(document, context)
    tables = read_tables(document, identity.year, identity.publisher)
    claims, disagreeing = _claims(document, identity, tables)
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
    document: Document, identity: Identity, tables: Tables
) -> tuple[tuple[Claim, ...], list[Finding]]:
    if not tables.looks_like_report:
        return (), []
    cells: Mapping[str, Cell] = {cell.item: cell for cell in tables.cells}
    found = find_claims([p for p in in_simplified(document).paragraphs() if not p.link], identity.year)
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


def to_json(extraction: Extraction, file: str) -> dict[str, object]:
    """The object of contract §5, keys in its order; `file` as it was named in the call.

    `member` is there for a file out of an archive only.
    """
    identity = asdict(replace(extraction.identity, findings=()))
    del identity["findings"]
    return {
        "file": file,
        **({"member": extraction.member} if extraction.member is not None else {}),
        "status": extraction.status,
        **({"error": extraction.error} if extraction.error is not None else {}),
        **identity,
        "forms": extraction.forms,
        "cells": [_cell_json(cell) for cell in extraction.cells],
        "findings": [_trimmed(asdict(finding)) for finding in extraction.findings],
        "claims": [_trimmed(asdict(claim)) for claim in extraction.claims],
        "extras": [_trimmed(asdict(extra)) for extra in extraction.extras],
    }


def _cell_json(cell: Cell) -> dict[str, object]:
    shown = asdict(cell)
    for key in ("section", "row", "column"):
        del shown[key]
    for key in ("computed", "suggested"):
        if shown[key] is None:
            del shown[key]
    return _trimmed(shown)


def _trimmed(record: dict[str, object]) -> dict[str, object]:
    """Whole numbers without `.0`."""
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in record.items()
    }
