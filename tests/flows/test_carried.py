"""A night in which little changed gives the very bytes that making all rows anew would give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pytest
from command_line import ROOT, snapshot

from extractors.crawl.archive import ArchiveWriter
from extractors.crawl.exchange import Request, Response
from extractors.records import Capture, Site
from flows import steps
from flows.documents import carried
from flows.documents.carried import CARRIED
from flows.job import Job
from flows.lake import Lake
from flows.runs.extracted import Extracted
from transforms.parquet import write_rows
from transforms.reports import normalise

PAGE = (ROOT / "tests" / "gold" / "html-trs-2021.html").read_text(encoding="utf-8")
RUNS = ("20260401T020000Z", "20260402T020000Z", "20260403T020000Z")
SITES = [Site(f"d{code}", code, f"{name}人民政府", "http://x.test/", 1.0) for code, name in
         (("131102", "桃城区"), ("131121", "枣强县"))]  # fmt: skip


def page(name: str, year: int, printed: str = "") -> bytes:
    return PAGE.replace("云溪湾县", name).replace("2022", str(year)).replace("浏览次数：2", printed).encode()


class Lakes:
    """A lake that lives through the nights, and what a replay makes of the same archive."""

    def __init__(self, folder: Path) -> None:
        self.lake = Lake(folder)
        write_rows(self.lake.table("sites", "1311"), "sites", map(asdict, SITES))

    def fetch(self, run: str, pages: Iterable[tuple[str, int, bytes | None]]) -> None:
        """Archive answers of sites: a body, or none where the page is gone."""
        captures: list[Capture] = []
        with ArchiveWriter(self.lake.root, "1311", run) as archive:
            for site, year, body in pages:
                captures.append(
                    archive.write(
                        Request(f"http://x.test/{site}/{year % 10_000}.html", "report"),
                        Response(200 if body else 404, "", (("Content-Type", "text/html"),), body or b"-"),
                        site_id=site,
                        fetched_at=f"{run[:4]}-{run[4:6]}-{run[6:8]}T02:00:00Z",
                        outcome="ok" if body else "not_found",
                        media_type="text/html",
                    )
                )
        write_rows(self.lake.captures("1311", run), "captures", map(asdict, captures))

    def night(self, run: str) -> Extracted:
        return steps.extract(Job(str(self.lake.root), run, "run"), "1311")

    def replay(self) -> dict[str, object]:
        steps.extract(Job(str(self.lake.root), RUNS[-1], "replay"), "1311")
        return snapshot(self.lake.parquet)


@pytest.fixture
def lakes(tmp_path: Path) -> Lakes:
    held = Lakes(tmp_path)
    first = [("d131102", year, page("桃城区", year)) for year in (2021, 2022, 2023)]
    held.fetch(RUNS[0], [*first, ("d131121", 2022, page("枣强县", 2022))])
    held.night(RUNS[0])
    return held


def test_only_rows_of_changed_reports_are_made(lakes: Lakes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One report says something else, one is new, one is gone; two are as they were."""
    other = page("桃城区", 2021, "浏览次数：3").replace("申请".encode(), "申请".encode() * 2, 1)
    news = [("d131102", 2021, other), ("d131102", 2022, None), ("d131121", 2023, page("枣强县", 2023))]
    lakes.fetch(RUNS[1], news)
    made: list[str] = []
    real = normalise.disagreements
    monkeypatch.setattr(
        normalise,
        "disagreements",
        lambda current, others: made.append(current.report_id) or real(current, others),
    )
    found = lakes.night(RUNS[1])
    assert (len(made), found.reports, found.new, found.read) == (2, 5, 1, 2)
    now = snapshot(lakes.lake.parquet)
    assert now == lakes.replay()


def test_a_night_without_news_writes_nothing(lakes: Lakes) -> None:
    before = snapshot(lakes.lake.root / "parquet"), snapshot(lakes.lake.root / "readings")
    found = lakes.night(RUNS[1])
    assert (found.files_changed, found.read, found.reports) == (0, 0, 4)
    assert found.figures > 100
    assert (snapshot(lakes.lake.root / "parquet"), snapshot(lakes.lake.root / "readings")) == before


@pytest.mark.parametrize("name", CARRIED)
@pytest.mark.parametrize("content", [None, b"", b"PAR1"])
def test_of_a_file_that_is_not_as_it_was_written_all_rows_are_made(
    lakes: Lakes, name: str, content: bytes | None
) -> None:
    before = snapshot(lakes.lake.parquet)
    path = lakes.lake.table(name, "1311")
    path.unlink() if content is None else path.write_bytes(content)
    assert lakes.night(RUNS[1]).files_changed == 1
    assert snapshot(lakes.lake.parquet) == before


def test_another_way_of_making_rows_makes_them_all(lakes: Lakes, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = carried.carried(lakes.lake, "1311", _record(lakes.lake))
    assert len(readings.made_of) == 4
    monkeypatch.setattr(carried, "fingerprint_of_rows", lambda: "another")
    assert not carried.carried(lakes.lake, "1311", _record(lakes.lake)).made_of


def _record(lake: Lake) -> bytes:
    return steps.Readings(lake.readings("1311"), known=True).record
