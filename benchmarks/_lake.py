"""A big made-up lake, Parquet only, in the very layout of the flow: quick, seeded, every figure known.

    .venv/bin/python benchmarks/_lake.py DIR [--reports 200000] [--seed 1] [--revised 0.01]

Real divisions, report years 2016 to 2025 in all three forms, of each division the government and then as many
departments as are needed; about 200 cells a report. Sums hold and what is carried out is carried in a year
later, but for a few slips that are found. With `revised` that share of the reports comes in a second
revision with one other figure, all else being the same: the lake one night later.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

sys.path.append(str(Path(__file__).parent))

from _lake_figures import MISSING, NUMBER, Block, Figures, figures_of

from transforms import divisions
from transforms.forms import Item
from transforms.parquet import write_rows, write_table
from transforms.schema import arrow_schema

Row = dict[str, object]

YEARS = range(2016, 2026)
RUNS = ("20260401T020000Z", "20260402T020000Z")
_GOVERNMENTS = frozenset({"province", "prefecture", "county"})
_DEPARTMENTS = (
    "发展和改革局", "教育局", "公安局", "民政局", "财政局", "自然资源局", "生态环境局", "住房和城乡建设局",
    "交通运输局", "水利局", "农业农村局", "卫生健康局", "市场监督管理局", "统计局", "审计局",
)  # fmt: skip
_CLAIMED = {
    "received": "新收政府信息公开申请",
    "carried_in": "上年结转政府信息公开申请",
    "concluded": "办结政府信息公开申请",
    "review_total": "发生行政复议",
}
# In no sum, so that one other figure makes no finding.
_REVISED = {
    "disclosure.normative_documents.issued",
    "disclosure.normative_documents.made",
    "stats_publicity.normative_documents_made.value",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Whose report of which year, and the form that the body used."""

    division_code: str
    place: str
    level: str
    publisher: str
    year: int

    @property
    def report_id(self) -> str:
        """As the flow makes it."""
        digest = hashlib.sha256(f"{self.division_code}|{self.publisher}|{self.year}".encode())
        return f"{self.division_code}-{self.year}-{digest.hexdigest()[:8]}"

    @property
    def form(self) -> str:
        """The form of the year."""
        return "2014" if self.year < 2019 else "2019" if self.year < 2021 else "2021"


def plan(count: int) -> dict[str, list[Report]]:
    """`count` reports by prefecture: every government before any department, then by department."""
    rows = [row for row in divisions.load().rows if row.level in _GOVERNMENTS]
    chosen: dict[str, list[Report]] = {}
    left = count
    for report in _by_turns(rows):
        if not left:
            break
        chosen.setdefault(report.division_code[:4], []).append(report)
        left -= 1
    return dict(sorted(chosen.items()))


def _by_turns(rows: list[divisions.Division]) -> Iterator[Report]:
    for body in ("人民政府", *_DEPARTMENTS):
        level = None if body == "人民政府" else "department"
        for row in rows:
            # Of the form of 2014, which is short, only so many that a report has some 200 cells.
            first = 2019 if row.level == "county" or level else YEARS.start
            for year in range(first, YEARS.stop):
                if row.holds(year):
                    yield Report(row.division_code, row.name, level or row.level, row.name + body, year)


def make(root: Path, count: int, seed: int = 1, revised: float = 0.0) -> None:
    """Write the lake of `count` reports at `root`; the same arguments give the same bytes."""
    (root / "runs").mkdir(parents=True, exist_ok=True)
    for run in RUNS:
        record = {"run_id": run, "started_at": _time(run), "finished_at": _time(run), "kind": "run"}
        (root / "runs" / f"{run}.json").write_text(json.dumps(record), encoding="utf-8")
    rows = [asdict(division) for division in divisions.load().rows]
    write_rows(root / "parquet" / "divisions" / "data.parquet", "divisions", rows)
    tasks = list(plan(count).items())
    work = partial(_prefecture, root, seed, revised)
    if len(tasks) < 8:
        for task in tasks:
            work(task)
        return
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(work, tasks, chunksize=4))


def _prefecture(root: Path, seed: int, revised: float, task: tuple[str, list[Report]]) -> None:
    prefecture, planned = task
    reports = sorted(planned, key=lambda report: report.report_id)
    figures = figures_of(reports, np.random.default_rng([seed, int(prefecture)]))
    chances = np.random.default_rng([seed, int(prefecture), 1]).random(len(reports))
    _revise(figures, chances < revised)
    folder = root / "parquet"
    numbered = list(enumerate(reports))
    data: dict[str, Iterable[Row]] = {
        "reports": (_report(report, n, chances[n] < revised) for n, report in numbered),
        "claims": (row for n, report in numbered for row in _claims(report, figures.claims[n])),
        "findings": (row for n, report in numbered for row in _findings(report, figures, n)),
        "extras": (_extra(report, n) for n, report in numbered[::97]),
        "sites": (_site(report) for report in _sites(reports)),
    }
    for name, rows in data.items():
        _write(folder / name / f"prefecture={prefecture}" / "data.parquet", name, rows)
    for run in RUNS:
        path = folder / "captures" / f"prefecture={prefecture}" / f"{run}.parquet"
        _write(path, "captures", _captures(prefecture, run, reports))
    write_table(
        folder / "cells" / f"prefecture={prefecture}" / "data.parquet", "cells", _cells(reports, figures)
    )


def _revise(figures: Figures, chosen: NDArray[np.bool_]) -> None:
    """Give the chosen reports one other figure, in no sum."""
    for block in figures.blocks:
        column = next(n for n, item in enumerate(block.items) if item.item in _REVISED)
        block.values[chosen[block.reports], column] += 1
        block.states[chosen[block.reports], column] = NUMBER


def _write(path: Path, name: str, rows: Iterable[Row]) -> None:
    """Rows as a file; what is not given is null."""
    empty = dict.fromkeys(arrow_schema(name).names)
    write_rows(path, name, [empty | row for row in rows])


# Cells


_STATES = ("number", "blank", "placeholder", "unreadable", "missing")
_RAW = (None, "", "/", "见附件", None)


def _cells(reports: list[Report], figures: Figures) -> pa.Table:
    """All cells, by report and item."""
    blocks = figures.blocks
    names = sorted({item.item for block in blocks for item in block.items})
    rank = {name: number for number, name in enumerate(names)}
    report = np.concatenate([np.repeat(block.reports, len(block.items)) for block in blocks])
    ranks = [np.tile([rank[item.item] for item in block.items], len(block.reports)) for block in blocks]
    order = np.lexsort((np.concatenate(ranks), report))
    parts = [_block(block) for block in blocks]
    columns = {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}
    columns["report_id"] = pa.array([one.report_id for one in reports]).take(pa.array(report))
    schema = arrow_schema("cells")
    return pa.table([columns[name] for name in schema.names], schema=schema).take(pa.array(order))


def _block(block: Block) -> dict[str, pa.Array]:
    states = block.states.ravel()
    numbers = pa.array(states == NUMBER)
    distinct, inverse = np.unique(block.values.ravel(), return_inverse=True)
    printed = pa.array([f"{value:.10g}" for value in distinct]).take(pa.array(inverse))
    tiled = {
        name: _tiled([getattr(item, name) for item in block.items], len(block.reports))
        for name in ("section", "row", "column", "item", "unit")
    }
    return tiled | {
        "value": pa.array(block.values.ravel(), mask=states != NUMBER),
        "state": pa.array(_STATES).take(pa.array(states)),
        "raw": pc.if_else(numbers, printed, pa.array(_RAW).take(pa.array(states))),
        "unit": pc.if_else(pa.array(states == MISSING), pa.scalar(None, pa.string()), tiled["unit"]),
        "computed": _some(block.computed),
        "suggested": _some(block.suggested),
        "locator": _locators(block),
    }


def _tiled(texts: list[str], count: int) -> pa.Array:
    return pa.array(texts).take(pa.array(np.tile(np.arange(len(texts)), count)))


def _some(values: NDArray[np.float64]) -> pa.Array:
    flat = values.ravel()
    return pa.array(flat, mask=np.isnan(flat))


def _locators(block: Block) -> pa.Array:
    """Where the cells stand: pages differ in how many tables and headings come before."""
    texts = [text for before in range(4) for text in _places(block.items, before)]
    index = (block.reports % 4)[:, None] * len(block.items) + np.arange(len(block.items))
    return pa.array(texts).take(pa.array(index.ravel()))


@cache
def _places(order: tuple[Item, ...], before: int) -> list[str]:
    tables = list(dict.fromkeys(item.section for item in order))
    rows = {name: list(dict.fromkeys(i.row for i in order if i.section == name)) for name in tables}
    columns: Counter[tuple[str, str]] = Counter()
    places = []
    for item in order:
        columns[item.section, item.row] += 1
        table, row = tables.index(item.section) + 1 + before // 2, rows[item.section].index(item.row) + 3
        places.append(f"table {table} row {row + before % 2} column {columns[item.section, item.row] + 2}")
    return places


# The other tables


def _time(run: str) -> str:
    return f"{run[:4]}-{run[4:6]}-{run[6:8]}T{run[9:11]}:{run[11:13]}:{run[13:15]}Z"


def _url(report: Report) -> str:
    return f"https://{_host(report)}/zwgk/zfxxgknb/{report.year}/t{report.report_id}.html"


def _host(report: Report) -> str:
    return f"www.d{report.division_code}.gov.cn"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _report(report: Report, n: int, revised: bool) -> Row:
    revision = 2 if revised else 1
    month, day = 4 if n % 29 == 0 else 1, n % 27 + 1
    return {
        "report_id": report.report_id,
        "division_code": report.division_code,
        "place": report.place,
        "publisher": report.publisher,
        "publisher_level": report.level,
        "scope": ("consolidated", "unknown", "own")[n % 7 % 3],
        "year": report.year,
        "title": f"{report.publisher}{report.year}年政府信息公开工作年度报告",
        "status": "ok",
        **{f"form_{section}": report.form for section in ("disclosure", "applications", "disputes")},
        "published_on": None if n % 53 == 0 else date(report.year + 1, month, day),
        "url": _url(report),
        "document_url": _url(report),
        "media_type": "text/html",
        "sha256": _sha(f"{report.report_id} {revision}"),
        "retrieved_at": _time(RUNS[revision - 1]),
        "revision": revision,
        "content_hash": _sha(f"{report.report_id} content {revision}"),
        "site_id": f"d{report.division_code}",
        "link_text": f"{report.year}年年度报告",
        "listed_on": f"{report.year + 1}-01-{day:02}",
        "first_seen": _time(RUNS[0]),
    }


def _claims(report: Report, claims: list[tuple[str, str, float]]) -> Iterator[Row]:
    for claim, item, value in claims:
        yield {
            "report_id": report.report_id,
            "claim": claim,
            "value": value,
            "sentence": f"{report.year}年，{_CLAIMED[claim]}{value:.0f}件。",
            "item": item,
            "agrees": True,
        }


def _findings(report: Report, figures: Figures, n: int) -> Iterator[Row]:
    if n in figures.slips:
        item, actual, expected = figures.slips[n]
        yield {
            "report_id": report.report_id,
            "rule": "applications.row_total",
            "severity": "error",
            "item": item,
            "actual": actual,
            "expected": expected,
            "cause": "source",
            "message": f"{item} is printed as {actual:g}, its parts add up to {expected:g}",
        }
    if n in figures.lacking:
        yield {
            "report_id": report.report_id,
            "rule": "cells.missing",
            "severity": "warning",
            "item": figures.lacking[n],
            "cause": "unknown",
            "message": f"{figures.lacking[n]}: 7 of 7 cells cannot be told; the row is not printed",
        }


def _extra(report: Report, n: int) -> Row:
    return {
        "report_id": report.report_id,
        "section": "statistics" if report.form == "2014" else "disclosure",
        "label": "其他对外管理服务事项",
        "column": "处理决定数量",
        "state": "number",
        "value": float(n),
        "raw": str(n),
        "unit": "件",
        "locator": "table 1 row 20 column 4",
    }


def _sites(reports: list[Report]) -> list[Report]:
    """One report of the first body of each division, whose site it is."""
    first = {
        report.division_code: report
        for report in sorted(reports, key=lambda one: one.level == "department")[::-1]
    }
    return [first[code] for code in sorted(first)]


def _site(report: Report) -> Row:
    return {
        "site_id": f"d{report.division_code}",
        "division_code": report.division_code,
        "publisher": f"{report.place}人民政府",
        "url": f"https://{_host(report)}/",
        "delay": 1.0,
    }


def _captures(prefecture: str, run: str, reports: list[Report]) -> Iterator[Row]:
    """The first run fetches everything, the second asks for the lists and the newest reports again."""
    again = run != RUNS[0]
    for site in _sites(reports):
        for name, role in (
            ("robots.txt", "robots"),
            ("", "page"),
            ("zwgk/", "page"),
            ("zwgk/zfxxgknb/", "list"),
        ):
            yield _capture(prefecture, run, site, f"https://{_host(site)}/{name}", role, 0, again=again)
    for offset, report in enumerate(reports):
        if not again or report.year == YEARS[-1]:
            yield _capture(prefecture, run, report, _url(report), "report", offset, again=again)


def _capture(
    prefecture: str, run: str, report: Report, url: str, role: str, offset: int, *, again: bool
) -> Row:
    return {
        "url": url,
        "site_id": f"d{report.division_code}",
        "fetched_at": _time(run),
        "status": 304 if again else 200,
        "outcome": "not_modified" if again else "ok",
        "media_type": "text/html",
        "sha256": _sha(f"{report.report_id} 1" if role == "report" else url),
        "bytes": None if again else 60_000,
        "warc_file": f"raw/{prefecture}/{RUNS[0]}.warc.gz",
        "warc_offset": offset * 17_000,
        "run_id": run,
        "role": role,
        "via": f"https://{_host(report)}/zwgk/zfxxgknb/" if role == "report" else None,
        "link_text": f"{report.year}年年度报告" if role == "report" else None,
        "etag": f'"{_sha(url)[:16]}"',
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", type=Path, help="where to put the lake")
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--revised", type=float, default=0.0, help="share of reports in a second revision")
    options = parser.parse_args()
    start = time.perf_counter()
    make(options.root, options.reports, options.seed, options.revised)
    size = sum(path.stat().st_size for path in options.root.rglob("*.parquet"))
    print(f"{options.reports} reports, {size / 1e6:.0f} MB, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
