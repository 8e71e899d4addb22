"""All of a lake examined, and repaired where that is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.crawl.readback import repair as take_off
from flows import steps
from flows.doctor import copies
from flows.doctor.archive import archive_faults
from flows.doctor.faults import Fault
from flows.doctor.published import warehouse_faults
from flows.doctor.state import file_faults, reading_faults, room_faults, run_faults
from flows.doctor.tables import table_faults
from flows.lake import Lake

OnFile = Callable[[], None]


def examine(lake: Lake, on_file: OnFile = lambda: None) -> Iterator[Fault]:
    """All that is wrong with a lake; nothing is changed. `on_file` is told of each archive file read."""
    copies.take(lake)
    yield from run_faults(lake)
    yield from file_faults(lake)
    for prefecture in lake.prefectures():
        with copies.archive(lake, prefecture):
            yield from archive_faults(lake, prefecture, on_file)
            yield from table_faults(lake, prefecture)
    yield from reading_faults(lake)
    yield from warehouse_faults(lake)
    yield from room_faults(lake)


def repair(lake: Lake, fault: Fault) -> bool:
    """Do what is safe about a fault; whether anything was done. The lake's lock must be held."""
    if fault.kind.repair is None:
        return False
    path = lake.root / fault.path
    match fault.code:
        case "unfinished" | "readings_damaged" | "build_damaged":
            path.unlink(missing_ok=True)
        case "warc_cut":
            lake.fetch(fault.path)
            take_off(lake.root, fault.path)
        case "log_missing" | "log_damaged" | "log_differs":
            return _read_back(lake, fault)
        case _:
            aside = lake.root / "damaged" / fault.path
            aside.parent.mkdir(parents=True, exist_ok=True)
            path.replace(aside)
    return True


def _read_back(lake: Lake, fault: Fault) -> bool:
    """The log again from the archive; not where there is no archive of its run."""
    path = lake.root / fault.path
    prefecture, run_id = path.parent.name.removeprefix("prefecture="), path.stem
    if not lake.archives(prefecture, run_id):
        return False
    steps.read_back(lake, prefecture, run_id)
    return True
