"""The Parquet files of one prefecture: readable, of the dictionary's columns, of one set of reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.doctor.faults import Fault
from flows.lake import Lake
from transforms.parquet import ParquetError, read_rows
from transforms.reports.normalise import TABLES
from transforms.schema import table


def table_faults(lake: Lake, prefecture: str) -> Iterator[Fault]:
    """What is wrong with the files of one prefecture."""
    held: dict[str, set[object] | None] = {}
    for name in ("sites", *TABLES):
        path = lake.table(name, prefecture)
        try:
            held[name] = _reports(path, name)
        except ParquetError as error:
            held[name] = None
            yield Fault(
                "table_damaged",
                path.relative_to(lake.root).as_posix(),
                str(error).replace(f"{lake.root}/", ""),
            )
    yield from _orphans(lake, prefecture, held)
    if held["reports"] and not lake.archived(prefecture):
        yield Fault(
            "tables_without_archive", f"raw/{prefecture}", f"is empty, {len(held['reports'])} reports"
        )


def _orphans(lake: Lake, prefecture: str, held: dict[str, set[object] | None]) -> Iterator[Fault]:
    reports = held["reports"]
    for name in TABLES[1:]:
        path = lake.table(name, prefecture)
        if reports and not path.exists():
            yield Fault("table_missing", path.relative_to(lake.root).as_posix())
        strangers = (held[name] or set()) - reports if reports is not None else set()
        if strangers:
            detail = f"rows of {len(strangers)} reports that are not held, such as {min(map(str, strangers))}"
            yield Fault("table_orphan", path.relative_to(lake.root).as_posix(), detail)


def _reports(path: Path, name: str) -> set[object]:
    """The reports that a file has rows of; reading all of it proves that it can be read."""
    if not path.exists():
        return set()
    rows = read_rows(path, name)
    return (
        {row["report_id"] for row in rows} if "report_id" in {c.name for c in table(name).columns} else set()
    )
