"""How long reading takes: bytes to checked facts, against pandas.read_html and pdfplumber on the same files.

    .venv/bin/python benchmarks/extract.py [--quick]

Ours is everything that `extract` does with a document: decoding, reading, tables, sums, identity, claims.
Every page is read once, as a night reads it: nothing is known of it from a reading before. Each ratio is
given by the clock and by the processor's time, which other work on the machine disturbs less. The last line
is one JSON object: `html_vs_read_html` (ours ÷ theirs by the clock, median over pages), `pdf_vs_pdfplumber`
(ours ÷ its `extract_tables` of all pages, median over reports), both also with `_cpu` behind, and
`rss_growth` (memory after ÷ before many documents).
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pdfplumber
from _report_pages import report_pages

from transforms.extract import extract_bytes


class Spent(NamedTuple):
    """Seconds of one call, by the clock and of the processor."""

    clock: float
    cpu: float


class Compared(NamedTuple):
    """One file: its size in bytes, what we spend on it and what they do."""

    size: int
    ours: Spent
    theirs: Spent


def spent(work: Callable[[], object], repeats: int = 1) -> Spent:
    """The median time of one call."""
    clock, cpu = [], []
    for _ in range(repeats):
        before = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - before[0])
        cpu.append(time.process_time() - before[1])
    return Spent(statistics.median(clock), statistics.median(cpu))


def compare(pages: list[bytes]) -> list[Compared]:
    """Ours and theirs for each page, measured in turns; who begins takes turns as well."""
    rows = []
    for number, page in enumerate(pages):
        reads: list[Callable[[], object]] = [
            lambda page=page: extract_bytes(page),
            lambda page=page: _pandas(page),
        ]
        first, second = reads[::-1] if number % 2 else reads
        times = spent(first), spent(second)
        ours, theirs = times[::-1] if number % 2 else times
        rows.append(Compared(len(page), ours, theirs))
    return rows


def _pandas(page: bytes) -> object:
    return pd.read_html(io.BytesIO(page), flavor="lxml")


def report_pdfs(count: int) -> list[bytes]:
    """Reports printed as PDF by the tests' printer."""
    tests = Path(__file__).parents[1] / "tests"
    sys.path[:0] = [str(tests / "transforms"), str(tests / "extractors" / "pages")]
    from page_printer import printed_report  # noqa: PLC0415

    return [printed_report(seed)[2] for seed in range(count)]


def compare_pdfs(files: list[bytes], repeats: int) -> list[Compared]:
    """Ours and pdfplumber's for each file, measured in turns."""
    rows = []
    for file in files:
        ours = spent(lambda file=file: extract_bytes(file), repeats)
        theirs = spent(lambda file=file: _pdfplumber(file), repeats)
        rows.append(Compared(len(file), ours, theirs))
    return rows


def _pdfplumber(file: bytes) -> object:
    with pdfplumber.open(io.BytesIO(file)) as opened:
        return [page.extract_tables() for page in opened.pages]


def rss_growth(pages: list[bytes], documents: int) -> float:
    """Peak memory after reading many documents, as a multiple of that after the first hundred."""

    def peak_after(count: int) -> int:
        for number in range(count):
            extract_bytes(pages[number % len(pages)])
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    first = peak_after(100)
    return peak_after(documents) / first


def told(name: str, rows: list[Compared]) -> dict[str, float]:
    """Print a comparison, by the clock and by the processor; the medians of its ratios under their names."""
    size = statistics.mean(row.size for row in rows) / 1024
    print(f"{name}: {len(rows)} files, {size:.0f} KB each on average; milliseconds a file are medians")
    medians = {}
    for kind, key in (("clock", name), ("cpu", f"{name}_cpu")):
        ours, theirs = ([getattr(spent, kind) for spent in found] for found in _sides(rows))
        ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
        medians[key] = round(statistics.median(ratios), 3)
        middle = [statistics.median(times) * 1000 for times in (ours, theirs)]
        print(
            f"  {kind:5}  ours {middle[0]:7.2f}  theirs {middle[1]:7.2f}  "
            f"ratio {min(ratios):.2f} to {max(ratios):.2f}, median {medians[key]:.2f}"
        )
    return medians


def _sides(rows: list[Compared]) -> tuple[list[Spent], list[Spent]]:
    return [row.ours for row in rows], [row.theirs for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer pages and repeats, under a minute")
    quick = parser.parse_args().quick
    # The first round is not measured: libraries load, and the forms' labels.
    compare(report_pages(0))
    pages = [page for turn in range(1, 2 if quick else 6) for page in report_pages(turn)]
    html = told("html_vs_read_html", compare(pages))
    pdf = told("pdf_vs_pdfplumber", compare_pdfs(report_pdfs(4 if quick else 20), 1 if quick else 3))
    growth = {"rss_growth": round(rss_growth(pages, 500 if quick else 10_000), 3)}
    print(json.dumps(html | pdf | growth))


if __name__ == "__main__":
    main()
