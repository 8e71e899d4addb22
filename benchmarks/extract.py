"""How long reading takes: bytes to checked facts, against pandas.read_html and pdfplumber on the same files.

    .venv/bin/python benchmarks/extract.py [--quick]

Ours is everything that `extract` does with a document: decoding, reading, tables, sums, identity, claims.
Every page is read once, as a night reads it: nothing is known of it from a reading before. The last line is
one JSON object: `html_vs_read_html` (ours ÷ theirs, median over pages), `pdf_vs_pdfplumber` (ours ÷ its
`extract_tables` of all pages, median over reports), `rss_growth` (memory after ÷ before many documents).
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

import pandas as pd
import pdfplumber
from _report_pages import report_pages

from transforms.extract import extract_bytes


def seconds(work: Callable[[], object], repeats: int = 1) -> float:
    """The median time of one call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def compare(pages: list[bytes]) -> list[tuple[int, float, float]]:
    """For each page its size, our time and theirs, measured in turns; who begins takes turns as well."""
    rows = []
    for number, page in enumerate(pages):
        reads: list[Callable[[], object]] = [
            lambda page=page: extract_bytes(page),
            lambda page=page: _pandas(page),
        ]
        first, second = reads[::-1] if number % 2 else reads
        times = seconds(first), seconds(second)
        ours, theirs = times[::-1] if number % 2 else times
        rows.append((len(page), ours, theirs))
    return rows


def _pandas(page: bytes) -> object:
    return pd.read_html(io.BytesIO(page), flavor="lxml")


def report_pdfs(count: int) -> list[bytes]:
    """Reports printed as PDF by the tests' printer."""
    tests = Path(__file__).parents[1] / "tests"
    sys.path[:0] = [str(tests / "transforms"), str(tests / "extractors" / "pages")]
    from page_printer import printed_report  # noqa: PLC0415

    return [printed_report(seed)[2] for seed in range(count)]


def compare_pdfs(files: list[bytes], repeats: int) -> list[tuple[int, float, float]]:
    """For each file its size, our time and pdfplumber's, measured in turns."""
    rows = []
    for file in files:
        ours = seconds(lambda file=file: extract_bytes(file), repeats)
        theirs = seconds(lambda file=file: _pdfplumber(file), repeats)
        rows.append((len(file), ours, theirs))
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer pages and repeats, under a minute")
    quick = parser.parse_args().quick
    # The first round is not measured: libraries load, and the forms' labels.
    compare(report_pages(0))
    pages = [page for turn in range(1, 2 if quick else 6) for page in report_pages(turn)]
    measured = compare(pages)
    ratios = [ours / theirs for _, ours, theirs in measured]
    size = statistics.mean(size for size, _, _ in measured) / 1024
    print(f"{len(measured)} pages, {size:.0f} KB each on average")
    print(f"ours       {statistics.median(ours for _, ours, _ in measured) * 1000:8.2f} ms a page (median)")
    print(
        f"read_html  {statistics.median(theirs for _, _, theirs in measured) * 1000:8.2f} ms a page (median)"
    )
    print(f"ratio      {min(ratios):8.2f} to {max(ratios):.2f}, median {statistics.median(ratios):.2f}")
    pdfs = compare_pdfs(report_pdfs(4 if quick else 20), 1 if quick else 3)
    pdf_ratios = [ours / theirs for _, ours, theirs in pdfs]
    print(
        f"{len(pdfs)} PDF files: ours {statistics.median(ours for _, ours, _ in pdfs) * 1000:.0f} ms, "
        f"pdfplumber {statistics.median(theirs for _, _, theirs in pdfs) * 1000:.0f} ms, "
        f"ratio {min(pdf_ratios):.2f} to {max(pdf_ratios):.2f}, median {statistics.median(pdf_ratios):.2f}"
    )
    result = {
        "html_vs_read_html": round(statistics.median(ratios), 3),
        "pdf_vs_pdfplumber": round(statistics.median(pdf_ratios), 3),
        "rss_growth": round(rss_growth(pages, 500 if quick else 10_000), 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
