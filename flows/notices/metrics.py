"""The counters of a run in the text format of Prometheus, for a file that its node exporter collects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from flows.lake import Lake
from transforms.whole import whole

Record = Mapping[str, Any]
_STARTED = "gongkai_run_started_timestamp_seconds"
# So many records are looked through for the last run of each kind.
_LOOKED_AT = 100
_BUILT = "gongkai_warehouse_built_timestamp_seconds"
_HELP = {
    "gongkai_run_started_timestamp_seconds": "When the last run started.",
    "gongkai_run_finished_timestamp_seconds": "When the last run that ended did so.",
    "gongkai_run_seconds": "How long it took.",
    "gongkai_run_published": "1 where the last run published the warehouse.",
    "gongkai_run_sites": "Sites in the last run.",
    "gongkai_run_sites_failed": "Sites whose visit did not end well or found fewer reports than before.",
    "gongkai_run_failed_steps": "Steps of the last run that failed.",
    "gongkai_run_warnings": "Measures beyond their thresholds.",
    "gongkai_run_requests": "Requests sent.",
    "gongkai_run_reports": "Reports in the tables of the prefectures read, by what became of them.",
    "gongkai_run_figures": "Cells with a number in those tables.",
    "gongkai_run_findings": "Findings in those tables, by severity.",
    "gongkai_run_failures": "Requests that gave nothing, by outcome.",
    "gongkai_warehouse_built_timestamp_seconds": "When the published warehouse was built.",
}


def metrics(runs: Iterable[Record], built: float | None = None) -> str:
    """The counters of records of runs, newest first: of each kind those of the last one that ended, and when
    the last one started; and when the warehouse was `built`, in seconds since 1970.
    """
    samples: dict[str, list[str]] = {name: [] for name in _HELP}
    samples[_BUILT] += [f"{_BUILT} {built:.0f}"] if built else []
    started: set[str] = set()
    ended: set[str] = set()
    for run in islice(runs, _LOOKED_AT):
        kind = run["kind"]
        if kind not in started:
            samples[_STARTED].append(_sample(_STARTED, {"kind": kind}, _seconds(run["started_at"])))
        if kind not in ended and run["finished_at"]:
            for name, labels, value in _samples(run):
                samples[name].append(_sample(name, {"kind": kind, **labels}, value))
            ended.add(kind)
        started.add(kind)
    lines = (
        [f"# HELP {name} {_HELP[name]}", f"# TYPE {name} gauge", *of] for name, of in samples.items() if of
    )
    return "\n".join(line for block in lines for line in block) + "\n"


def write(path: Path, lake: Lake) -> None:
    """Put the counters of a lake at `path`, whole or not at all. Raises OSError."""
    built = lake.warehouse.stat().st_mtime if lake.warehouse.is_file() else None
    with whole(path) as beside:
        beside.write_text(metrics(lake.run_records(), built), encoding="utf-8")


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    told = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{told}}} {value:g}" if value < 10**6 else f"{name}{{{told}}} {value:.0f}"


def _samples(run: Record) -> Iterator[tuple[str, dict[str, str], float]]:
    read = [row["read"] for row in run.get("site_results", []) if row.get("read")]
    rows = run.get("site_results", [])
    yield "gongkai_run_finished_timestamp_seconds", {}, _seconds(run["finished_at"])
    yield "gongkai_run_seconds", {}, _seconds(run["finished_at"]) - _seconds(run["started_at"])
    yield "gongkai_run_published", {}, int(bool(run.get("published")))
    yield "gongkai_run_sites", {}, run["sites"]
    yield "gongkai_run_sites_failed", {}, sum(bool(row.get("failed")) for row in rows)
    yield "gongkai_run_failed_steps", {}, len(run.get("failed_steps", {}))
    yield "gongkai_run_warnings", {}, len(run.get("warnings", []))
    yield "gongkai_run_requests", {}, run["pages"]
    yield "gongkai_run_reports", {"state": "held"}, sum(one["reports"] for one in read)
    for state in ("new", "changed", "vanished"):
        yield "gongkai_run_reports", {"state": state}, sum(one[state] for one in read)
    yield "gongkai_run_figures", {}, sum(one["figures"] for one in read)
    for severity in ("error", "warning"):
        yield "gongkai_run_findings", {"severity": severity}, sum(one[f"{severity}s"] for one in read)
    outcomes: Counter[str] = Counter()
    for row in rows:
        outcomes.update((row["visit"] or {}).get("failures", {}))
    for name, count in sorted(outcomes.items()):
        yield "gongkai_run_failures", {"outcome": name}, count


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
