"""One document, from bytes to checked facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from extractors.document import Document, UnreadableError
from extractors.readers import read
from transforms.claims import check_claims, find_claims
from transforms.identify import form_findings, identify, late_finding
from transforms.records import SECTIONS, Cell, Claim, Context, Extraction, Finding, Identity, Status
from transforms.tables import Tables, read_tables

_NO_FORMS: dict[str, str | None] = dict.fromkeys(SECTIONS)


def extract_bytes(data: bytes, content_type: str | None = None, context: Context | None = None) -> Extraction:
    """Read a document of any known kind; bytes that are none give status `unreadable` with the reason."""
    try:
        document = read(data, content_type)
    except UnreadableError as error:
        return Extraction("unreadable", Identity(), dict(_NO_FORMS), error=str(error))
    return extract(document, context or Context())


def extract(document: Document, context: Context) -> Extraction:
    """Identity, cells, findings and claims of one document."""
    identity = identify(document, context)
    tables = read_tables(document, identity.year)
    claims, disagreeing = _claims(document, identity, tables)
    late = late_finding(identity) if tables.looks_like_report else None
    findings = [
        *identity.findings,
        *form_findings(identity, tables.forms),
        *tables.findings,
        *disagreeing,
        *([late] if late else []),
    ]
    return Extraction(
        status=_status(tables),
        identity=identity,
        forms=tables.forms,
        cells=tables.cells,
        findings=tuple(findings),
        claims=claims,
        is_report=tables.looks_like_report and (bool(claims) or not is_blank(tables.cells)),
    )


def _claims(
    document: Document, identity: Identity, tables: Tables
) -> tuple[tuple[Claim, ...], list[Finding]]:
    if not tables.looks_like_report:
        return (), []
    cells: Mapping[str, Cell] = {cell.item: cell for cell in tables.cells}
    found = find_claims([p for p in document.paragraphs() if not p.link], identity.year)
    claims, findings = check_claims(found, cells, identity.scope)
    return tuple(claims), findings


def _status(tables: Tables) -> Status:
    if not any(tables.forms.values()):
        return "no_report"
    incomplete = None in tables.forms.values() or any(cell.state == "missing" for cell in tables.cells)
    return "partial" if incomplete else "ok"


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether this is an empty form: cells that are there, and nothing printed in any."""
    states = {cell.state for cell in cells}
    return "blank" in states and states <= {"blank", "missing"}


def to_json(extraction: Extraction, file: str) -> dict[str, object]:
    """The object of contract §5, keys in its order; `file` as it was named in the call."""
    identity = asdict(replace(extraction.identity, findings=()))
    del identity["findings"]
    return {
        "file": file,
        "status": extraction.status,
        **({"error": extraction.error} if extraction.error is not None else {}),
        **identity,
        "forms": extraction.forms,
        "cells": [_cell_json(cell) for cell in extraction.cells],
        "findings": [_trimmed(asdict(finding)) for finding in extraction.findings],
        "claims": [_trimmed(asdict(claim)) for claim in extraction.claims],
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
