"""The archive and its logs: every record is read, every body hashed, every log compared with its archive."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from extractors.crawl.readback import ArchiveError, Inspection, inspect
from extractors.records import Capture
from flows.doctor.faults import Fault
from flows.lake import Lake
from transforms.parquet import ParquetError, read_rows

Row = dict[str, object]


def archive_faults(lake: Lake, prefecture: str, on_file: Callable[[], None]) -> Iterator[Fault]:
    """What is wrong with the archive and logs of one prefecture; `on_file` is told of each file read."""
    inspected: dict[str, Inspection] = {}
    logs: list[Row] = []
    for run_id in _runs(lake, prefecture):
        warcs = [path.relative_to(lake.root).as_posix() for path in lake.archives(prefecture, run_id)]
        for warc in warcs:
            try:
                inspected[warc] = inspect(lake.root, warc)
            except ArchiveError as error:
                yield Fault("warc_unreadable", warc, str(error))
            on_file()
        found = {warc: inspected[warc] for warc in warcs if warc in inspected}
        log = lake.captures(prefecture, run_id)
        if warcs and not log.is_file():
            yield Fault("log_missing", log.relative_to(lake.root).as_posix())
        rows = yield from _logged(lake, log)
        logs += rows or []
        yield from _of_run(log.relative_to(lake.root).as_posix(), rows, found)
    yield from _of_places(lake, logs, inspected)


def _runs(lake: Lake, prefecture: str) -> list[str]:
    logged = {path.stem for path in lake.captures(prefecture, "x").parent.glob("*.parquet")}
    return sorted(logged | {run_id for _, run_id in lake.archived(prefecture)})


def _logged(lake: Lake, path: Path) -> Generator[Fault, None, list[Row] | None]:
    """The rows of a log; None where it is lost or damaged."""
    if not path.is_file():
        return None
    try:
        return read_rows(path, "captures")
    except ParquetError as error:
        told = str(error).replace(f"{lake.root}/", "")
        yield Fault("log_damaged", path.relative_to(lake.root).as_posix(), told)
        return None


def _of_run(log: str, rows: list[Row] | None, found: Mapping[str, Inspection]) -> Iterator[Fault]:
    archived = [asdict(capture) for one in found.values() for capture in one.captures]
    damaged = any(one.damaged for one in found.values())
    short = rows is not None and bool(found) and not damaged and len(archived) < len(rows)
    for warc, one in found.items():
        for offset in one.wrong:
            yield Fault("warc_digest", warc, f"the body at offset {offset} has another SHA-256")
        if one.damaged:
            yield Fault("warc_damaged", warc, f"cannot be read from offset {one.cut} on")
        elif one.cut is not None and not short:
            yield Fault("warc_cut", warc, f"cannot be read from offset {one.cut} on")
    if short and rows is not None:
        yield Fault("warc_short", next(iter(found)), f"{len(archived)} captures, {len(rows)} in its log")
    elif found and rows is not None and not damaged and _in_order(rows) != _in_order(archived):
        yield Fault("log_differs", log, f"{len(rows)} captures, {len(archived)} in the archive")


def _in_order(rows: list[Row]) -> list[str]:
    names = Capture.__dataclass_fields__
    return sorted(repr([row[name] for name in names]) for row in rows)


def _of_places(lake: Lake, logs: list[Row], inspected: Mapping[str, Inspection]) -> Iterator[Fault]:
    """Places that a log names: one fault a missing file, and one a place without its body."""
    gone: set[str] = set()
    for row in logs:
        warc, offset = row["warc_file"], row["warc_offset"]
        if not isinstance(warc, str) or not isinstance(offset, int):
            continue
        log = f"the log of run {row['run_id']}"
        if warc in inspected:
            if inspected[warc].bodies.get(offset) != row["sha256"] and not inspected[warc].hides(offset):
                yield Fault("log_misplaced", warc, f"{log} expects a body at offset {offset}, {row['url']}")
        elif warc not in gone and not (lake.root / warc).is_file():
            gone.add(warc)
            yield Fault("log_without_archive", warc, f"is not there, {log} names it")
