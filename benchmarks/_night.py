"""A night in which one document in a hundred changes, against reading and normalising all of them anew.

The documents are one report page with other places, years and figures; the tables come out of the same tasks
as in a run: archive → readings → Parquet. A document changes in every prefecture: none can be left out.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path

from extractors.crawl.archive import ArchiveWriter
from extractors.crawl.exchange import Request, Response
from extractors.records import Capture, Site
from flows import lake as lakes
from flows import steps
from flows.job import Job
from transforms import divisions
from transforms.parquet import write_rows

_PAGE = Path(__file__).parents[1] / "tests" / "gold" / "html-trs-2021.html"
_PLACE, _YEAR = "云溪湾县", "2022"
_YEARS = ("2021", "2022", "2023", "2024")
_LONG = tuple(str(year) for year in range(2019, 2026))
_NIGHTS = ("20260401T020000Z", "20260402T020000Z")


@dataclass(frozen=True, slots=True)
class Night:
    """Seconds of a full normalise, and of the night after it."""

    documents: int
    full: float
    night: float


def night(root: Path, documents: int) -> Night:
    """Archive the documents, normalise them, change one in a hundred, and normalise again."""
    lake = lakes.create(str(root))
    codes = [row for row in divisions.load().rows if row.level == "county" and row.holds(2024)]
    groups = [codes[start : start + 25] for start in range(0, documents // len(_YEARS), 25)]
    for number, group in enumerate(groups):
        _archive(lake.root, f"99{number:02}", group, _NIGHTS[0])
    full = _extract(lake, "replay", len(groups))
    for number, group in enumerate(groups):
        _archive(lake.root, f"99{number:02}", group[:1], _NIGHTS[1])
    return Night(documents, full, _extract(lake, "run", len(groups)))


def _extract(lake: lakes.Lake, kind: str, prefectures: int) -> float:
    job = Job(lake=str(lake.root), run_id=_NIGHTS[1], kind=kind)
    start = time.perf_counter()
    for number in range(prefectures):
        steps.extract(job, f"99{number:02}")
    return time.perf_counter() - start


def archive(root: Path, documents: int, prefectures: int, first: int = 0) -> None:
    """Archive at least so many documents, dealt out to so many prefectures, with nothing read yet.

    They are called 9900 and so on, or from `first` on.
    """
    lake = lakes.create(str(root))
    codes = [row for row in divisions.load().rows if row.level == "county" and row.holds(2024)]
    places = -(-documents // (len(_LONG) * prefectures))
    for number in range(prefectures):
        group = codes[number * places : (number + 1) * places]
        _archive(lake.root, f"99{first + number:02}", group, _NIGHTS[0], _LONG)


def _archive(
    root: Path,
    prefecture: str,
    places: list[divisions.Division],
    run_id: str,
    years: tuple[str, ...] = _YEARS,
) -> None:
    """One night's fetches of a prefecture: all documents, in a later night a new version of the first."""
    again = run_id != _NIGHTS[0]
    captures: list[Capture] = []
    with ArchiveWriter(root, prefecture, run_id) as archive:
        for place in places:
            for year in years[: 1 if again else None]:
                url = f"https://d{place.division_code}.test/{year}.html"
                text = _PAGE.read_text(encoding="utf-8").replace(_PLACE, place.name).replace(_YEAR, year)
                body = text.replace("浏览次数：2", f"浏览次数：{3 if again else 2}").encode()
                headers = (("Content-Type", "text/html; charset=utf-8"),)
                capture = archive.write(
                    Request(url, "report"),
                    Response(200, "OK", headers, body),
                    site_id=f"d{place.division_code}",
                    fetched_at=f"2026-04-0{2 if again else 1}T02:00:00Z",
                    outcome="ok",
                    media_type="text/html",
                )
                captures.append(capture)
    folder = root / "parquet"
    path = folder / "captures" / f"prefecture={prefecture}" / f"{run_id}.parquet"
    write_rows(path, "captures", [asdict(capture) for capture in captures])
    sites = [
        asdict(
            Site(f"d{one.division_code}", one.division_code, f"{one.name}人民政府", "https://x.test/", 1.0)
        )
        for one in places
    ]
    if not again:
        write_rows(folder / "sites" / f"prefecture={prefecture}" / "data.parquet", "sites", sites)
