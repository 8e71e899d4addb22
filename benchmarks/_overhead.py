"""What Prefect and Dask cost a night: its work with plain threads, and a run that has nothing to do."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from _line import row

from flows import lake as lakes
from flows import steps
from flows.documents import reading
from flows.job import Job
from transforms import divisions

RUN = "20270101T000000Z"
# The prefectures of 3,000 sites of a national register, nine a prefecture.
PREFECTURES, SITES = 341, 9
# Reports of a simulated site; with its other pages some fourteen requests.
REPORTS = 11
AT_ONCE = 8


def codes(prefectures: int) -> list[str]:
    """A county of each of so many prefectures."""
    first = {
        one.prefecture: one.division_code
        for one in divisions.load().rows
        if one.level == "county" and one.holds(2024)
    }
    return sorted(first.values())[:prefectures]


def sites_file(path: Path, prefectures: int, port: int) -> None:
    """Nine sites a prefecture, each a host of its own on this machine."""
    lines = ["site_id,division_code,publisher,url,delay,note"]
    for number, code in enumerate(code for code in codes(prefectures) for _ in range(SITES)):
        host = f"127.0.{number // 250}.{number % 250 + 1}:{port}"
        lines.append(f"s{number},{code},某县人民政府,http://{host}/,1,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def farm() -> Iterator[int]:
    """A server process for all simulated sites; its port."""
    command = [sys.executable, str(Path(__file__).with_name("_sites.py")), str(REPORTS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        yield int(server.stdout.readline())
        server.stdin.close()


def night_without(prefectures: int) -> float:
    """Seconds of crawling and extracting so many prefectures with plain threads."""
    with tempfile.TemporaryDirectory() as folder, farm() as port:
        file = Path(folder) / "sites.csv"
        sites_file(file, prefectures, port)
        job = Job(f"{folder}/lake", RUN, "run", sites_file=str(file), workers=AT_ONCE, recheck=True)
        lakes.create(job.lake)
        start = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            done = list(threads.map(lambda code: _both(job, code[:4]), codes(prefectures)))
        seconds = time.perf_counter() - start
        reading.stop()
    row("a night without Prefect", f"{prefectures} prefectures", seconds, f"{sum(done)} requests")
    return seconds


def _both(job: Job, prefecture: str) -> int:
    visits = steps.crawl(job, prefecture)
    steps.extract(job, prefecture)
    return sum(visit.pages for visit in visits)


def idle(prefectures: int) -> tuple[float, float]:
    """Seconds of a run through Prefect and Dask with nothing to do: its start and end; each prefecture."""
    began = time.perf_counter()
    words = [sys.executable, str(Path(__file__).with_name("_idle.py")), str(prefectures)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    whole = time.perf_counter() - began
    within = float(done.stdout.splitlines()[-1])
    row(
        "Prefect and Dask alone", f"{prefectures} prefectures", whole, f"{within:.1f} s of it for prefectures"
    )
    return whole - within, within / prefectures


def overhead(rounds: int, sample: int) -> dict[str, float]:
    """Prefect's and Dask's time for a night over 3,000 sites ÷ the time of its work."""
    work = night_without(rounds * AT_ONCE) / rounds * PREFECTURES / AT_ONCE
    start, each = idle(sample)
    cost = start + each * PREFECTURES
    row("3,000 sites", f"{PREFECTURES} prefectures", work, f"and {cost:.0f} s for Prefect and Dask")
    return {"overhead_share": round(cost / work, 3)}
