"""Corrections held against what is printed: applied beside it, or told loudly where they no longer fit."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import duckdb
import structlog

from transforms.corrections import SHIPPED, Correction, CorrectionError, read_corrections
from warehouse.errors import BuildError
from warehouse.load import load_rows

# The users' own, in the lake; theirs go before the shipped ones.
OWN = "corrections.csv"
_PRINTED = """
    SELECT c.report_id, c.item, coalesce(trim(c.raw), '') FROM cells c
    WHERE (c.report_id, c.item) IN (SELECT unnest(?), unnest(?))
"""

log = structlog.get_logger()


def load_corrections(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """The table `corrections`, each with whether it applies. Raises BuildError for a file that is wrong.

    One whose cell prints something else by now, or is not there, is `stale` or `unmatched`: it is not applied
    and stands in the log as an error, and in the findings where the report is there.
    """
    given = _read(lake)
    printed = _printed(connection, list(given)) if given else {}
    rows = [
        {**asdict(one), "printed": printed.get(key), "status": _status(one, printed.get(key))}
        for key, one in sorted(given.items())
        # Those that are shipped are for lakes that have the report.
        if key in printed or one.shipped is False
    ]
    load_rows(connection, "corrections", rows)
    for row in rows:
        if row["status"] != "applied":
            log.error("correction not applied", **row)


def _printed(
    connection: duckdb.DuckDBPyConnection, cells: list[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """What those of the cells that are there print."""
    values = [[report_id for report_id, _ in cells], [item for _, item in cells]]
    return {
        (report_id, item): raw for report_id, item, raw in connection.execute(_PRINTED, values).fetchall()
    }


def _read(lake: Path) -> dict[tuple[str, str], Correction]:
    own = lake / OWN
    try:
        found = [*read_corrections(SHIPPED), *(read_corrections(own) if own.exists() else [])]
    except CorrectionError as error:
        raise BuildError(str(error)) from None
    return {(one.report_id, one.item): one for one in found}


def _status(one: Correction, printed: str | None) -> str:
    if printed is None:
        return "unmatched"
    return "applied" if printed == one.expect else "stale"
