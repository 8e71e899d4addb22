"""How long reading takes: bytes to checked cells, against pandas.read_html and pdfplumber on the same files.

    .venv/bin/python benchmarks/extract.py [--quick]

The last line is one JSON object: `html_vs_read_html` (ours ÷ theirs, median over pages),
`pdf_vs_pdfplumber` (ours ÷ its `extract_tables` of all pages, median over reports), `rss_growth` (memory
after ÷ before many documents).
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
from urllib.request import urlopen

import pandas as pd
import pdfplumber

from extractors.readers import read
from flows.demo.server import DemoFarm
from transforms.tables import read_tables


def report_pages() -> list[bytes]:
    """The demo's reports that have HTML tables: the only ones pandas can read as well."""
    pages = []
    with DemoFarm() as farm:
        for site in farm.sites:
            for path in farm.paths(site.site_id):
                body = _get(farm.url(site.site_id, path))
                if b"<table" in body and any(read_tables(read(body), None).forms.values()):
                    pages.append(body)
    return pages


def _get(url: str) -> bytes:
    try:
        with urlopen(url) as answer:  # noqa: S310 - the demo farm on loopback
            return bytes(answer.read())
    except OSError:
        return b""


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The median time of one call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def compare(pages: list[bytes], repeats: int) -> list[tuple[int, float, float]]:
    """For each page its size, our time and theirs, measured in turns."""
    rows = []
    for page in pages:
        ours = seconds(lambda page=page: read_tables(read(page), 2021), repeats)
        theirs = seconds(lambda page=page: pd.read_html(io.BytesIO(page), flavor="lxml"), repeats)
        rows.append((len(page), ours, theirs))
    return rows


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
        ours = seconds(lambda file=file: read_tables(read(file), 2021), repeats)
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
            read_tables(read(pages[number % len(pages)]), 2021)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    first = peak_after(100)
    return peak_after(documents) / first


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer pages and repeats, under a minute")
    quick = parser.parse_args().quick
    pages = report_pages()
    measured = compare(pages[:12] if quick else pages, 5 if quick else 15)
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
