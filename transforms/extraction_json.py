"""What was read of a document as the JSON object that people get (contract §5)."""

from __future__ import annotations

from dataclasses import asdict, replace

from transforms.records import Cell, Extraction


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
    shown = cell._asdict()
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
