"""The web site at scale: built whole, and again after a night in which one report in a hundred changed.

    .venv/bin/python benchmarks/site.py [--quick] [--reports N] [--lake DIR]

On made-up lakes (_lake.py) of 200,000 reports, 8,000 with --quick. Processor time stands beside the time on
the clock, for the machine may have other work. With Chromium it also opens the first page and searches.
"""

from __future__ import annotations

import argparse
import functools
import json
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

# Before this folder, which has a script of the package's name.
sys.path.insert(0, str(Path(__file__).parents[1]))

import _lake
from _memory import most_memory

from warehouse.build import build
from warehouse.site.build import build_site

QUICK, FULL = 8_000, 200_000
SEARCHES = ("桃城", "tcq", "131102", "教育局", "区", "x")


@dataclass(frozen=True, slots=True)
class Built:
    """One build of the site: seconds on the clock and of the processors, most GB of memory, files."""

    seconds: float
    cpu: float
    memory_gb: float
    written: int
    files: int


def built(lake: Path, root: Path) -> Built:
    """The site, built in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_build, (lake, root))


def _build(lake: Path, root: Path) -> Built:
    start, before = time.perf_counter(), getrusage(RUSAGE_SELF)
    site = build_site(lake, root)
    used = getrusage(RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return Built(time.perf_counter() - start, cpu, most_memory(), site.written, site.files)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


def looked_at(root: Path) -> dict[str, float]:
    """The first page in Chromium: kB loaded, milliseconds until it can be used, and the slowest search."""
    path = shutil.which("chromium")
    if path is None:
        return {}
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the extra `dev`

    handler = functools.partial(_Quiet, directory=str(root))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        sizes: list[int] = []
        page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))
        start = time.perf_counter()
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        page.wait_for_selector("body[data-ready=yes]")
        ready = time.perf_counter() - start
        loaded = sum(sizes)
        times = page.evaluate(
            """async (searches) => {
                const held = await gongkai.searchIndex();
                return searches.map((words) => {
                    const start = performance.now();
                    gongkai.find(held, words);
                    return performance.now() - start;
                });
            }""",
            list(SEARCHES),
        )
        entries = page.evaluate("gongkai.searchIndex().then((held) => held.names.length)")
        browser.close()
    server.shutdown()
    print(f"first page: {loaded / 1e3:.0f} kB, ready after {ready:.2f} s")
    print(f"search among {entries:,} entries: slowest {max(times):.1f} ms of {', '.join(SEARCHES)}")
    return {
        "first_page_kb": round(loaded / 1e3),
        "ready_ms": round(1000 * ready),
        "search_ms": round(max(times), 1),
    }


def show(what: str, one: Built) -> None:
    print(
        f"{what:>12}   {one.seconds:7.1f} s   processors {one.cpu:7.1f} s   memory {one.memory_gb:.2f} GB   "
        f"{one.written:,} of {one.files:,} files written",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} reports, under a minute")
    parser.add_argument("--reports", type=int, help=f"how many reports the lake holds (default {FULL})")
    parser.add_argument("--lake", type=Path, help="where to make the lake, or where a former call left it")
    options = parser.parse_args()
    count = options.reports or (QUICK if options.quick else FULL)
    with tempfile.TemporaryDirectory() as folder:
        lake, root = options.lake or Path(folder) / "lake", Path(folder) / "site"
        _lake.make(lake, count)
        build(lake)
        first = built(lake, root)
        show("whole", first)
        again = built(lake, root)
        show("nothing new", again)
        _lake.make(lake, count, revised=0.01)
        build(lake)
        night = built(lake, root)
        show("1 % revised", night)
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        print(f"{count:,} reports: a site of {size / 1e6:,.0f} MB")
        seen = looked_at(root)
    result = {
        "reports": count,
        **{name: round(value, 2) for name, value in asdict(first).items()},
        "unchanged_share": round(again.cpu / first.cpu, 3),
        "incremental_share": round(night.cpu / first.cpu, 3),
        **seen,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    sys.exit(main())
