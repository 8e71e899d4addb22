"""A small sound lake of one prefecture: archive, log, tables, a run on record, a warehouse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from lake_builder import Lake as Rows

from extractors.crawl.archive import ArchiveWriter
from extractors.crawl.exchange import Request, Response
from extractors.records import Capture
from flows.lake import Lake
from transforms.parquet import write_rows
from warehouse.build import build

RUN = "20261120T020000Z"
WARC = f"raw/1311/{RUN}.warc.gz"
LOG = f"parquet/captures/prefecture=1311/{RUN}.parquet"
REPORTS = "parquet/reports/prefecture=1311/data.parquet"


def sound_lake(folder: Path) -> Lake:
    """As a run leaves it."""
    rows = Rows(folder)
    rows.site("taocheng", "131102", "桃城区人民政府")
    rows.report("131102", 2021)
    rows.run(prefectures=[{"prefecture": "1311", "kept": 0, "lost": None}])
    rows.write()
    lake = Lake(folder)
    for name in ("findings", "claims", "extras"):
        write_rows(lake.table(name, "1311"), name, [])
    write_rows(lake.captures("1311", RUN), "captures", map(asdict, archive(lake)))
    build(folder)
    return lake


def archive(lake: Lake, run_id: str = RUN) -> list[Capture]:
    """Two pages and a request without an answer, in an archive file of their own."""
    seen = {"site_id": "taocheng", "fetched_at": "2026-11-20T02:00:00Z"}
    with ArchiveWriter(lake.root, "1311", run_id) as writer:
        pages = [
            writer.write(
                Request(f"http://taocheng.test/{year}", "report"),
                Response(200, "OK", (("Content-Type", "text/html"),), f"<p>{year}年年报</p>".encode() * 50),
                outcome="ok",
                media_type="text/html",
                **seen,
            )
            for year in (2021, 2022)
        ]
        lost = writer.write(Request("http://taocheng.test/", "list"), None, outcome="timeout", **seen)
    return [*pages, lost]
