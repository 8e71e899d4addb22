"""Rows of the tables `runs` and `site_runs` from the JSON files of runs; what these do not hold is null."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from transforms.schema import table
from warehouse.errors import BuildError

Row = dict[str, object]
# Where a column of site_runs stands in an entry of `site_results`.
_PLACES = {
    "pages": ("visit", "pages"),
    "reports_found": ("visit", "reports"),
    "reports_found_before": ("found_before",),
    "reports": ("read", "reports"),
    "reports_new": ("read", "new"),
    "reports_changed": ("read", "changed"),
    "reports_vanished": ("read", "vanished"),
    "cells": ("read", "cells"),
    "figures": ("read", "figures"),
    "errors": ("read", "errors"),
    "warnings": ("read", "warnings"),
}
_TYPES: Mapping[str, type] = {"integer": int, "string": str, "boolean": bool}


def run_rows(lake: Path) -> tuple[list[Row], list[Row]]:
    """The rows of `runs` and of `site_runs`. Raises BuildError that names the file at fault."""
    runs: list[Row] = []
    site_runs: list[Row] = []
    for path in sorted((lake / "runs").glob("*.json")):
        run = _read(path)
        runs.append(_checked(path, "runs", run))
        site_runs += (_checked(path, "site_runs", row) for row in _sites(path, run))
    return runs, site_runs


def _read(path: Path) -> dict[str, Any]:
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"{path}: cannot be read as JSON: {error}") from None
    if not isinstance(run, dict):
        raise BuildError(f"{path}: a run is a JSON object, not {type(run).__name__}")
    return run


def _sites(path: Path, run: Mapping[str, Any]) -> Iterator[Row]:
    entries = run.get("site_results", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BuildError(f"{path}: site_results is no list of objects")
    for entry in entries:
        places = {name: _at(entry, place) for name, place in _PLACES.items()}
        failures = _at(entry, ("visit", "failures")) or {}
        told = ", ".join(f"{count} × {name}" for name, count in sorted(failures.items()))
        yield {**entry, **places, "run_id": run.get("run_id"), "outcomes": told or None}


def _at(entry: Mapping[str, Any], place: Sequence[str]) -> Any:
    """What stands at a place, null where something on the way to it is absent."""
    found: Any = entry
    for name in place:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _checked(path: Path, name: str, row: Mapping[str, object]) -> Row:
    for column in table(name).columns:
        value, wanted = row.get(column.name), _TYPES[column.type]
        if type(value) is not wanted and (column.required or value is not None):
            raise BuildError(f"{path}: {column.name} is {value!r}, not {column.type}")
    return {column.name: row.get(column.name) for column in table(name).columns}
