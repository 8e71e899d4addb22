"""The work of one prefecture, without any scheduler: crawl it, extract it."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import structlog

from extractors.crawl.archive import captures_of, repair
from extractors.crawl.crawl import CrawlSettings, SiteResult, crawl_prefecture
from extractors.crawl.hours import Hours
from extractors.records import Capture, Site
from extractors.sites import is_loopback
from flows import known_sites, stopping
from flows import lake as lakes
from flows.documents.carried import CARRIED, Carried, carried, recorded
from flows.documents.kept import keep
from flows.documents.readings import Readings
from flows.documents.unread import OutOfTimeError, Unread
from flows.errors import WorkError
from flows.job import Job
from flows.lake import Lake
from flows.plan import chosen, web_archive
from flows.runs.extracted import Extracted, told_of
from flows.runs.yields import counted, severities
from flows.settings import settings
from flows.terminal import progress
from transforms import divisions
from transforms.parquet import ParquetError, as_table, read_rows, write_rows, write_table
from transforms.reports.normalise import TABLES, normalise

log = structlog.get_logger()


def crawl(job: Job, prefecture: str) -> tuple[SiteResult, ...]:
    """Fetch the job's sites of one prefecture into the archive and write the log of it."""
    lake = lakes.create(job.lake)
    sites = [site for site in chosen(job) if site.prefecture == prefecture]
    known = captures(lake, prefecture)
    lake.fetch(*_bodies(known))
    known_sites.remember(lake, prefecture, sites)
    result = stopping.run(
        crawl_prefecture(
            sites,
            lake=lake.root,
            run_id=job.run_id,
            known=known,
            settings=crawl_settings(job, sites),
            on_progress=progress.fetched,
            web_archive=web_archive(job.from_warc) if job.from_warc else None,
        )
    )
    if len(lake.archives(prefecture, job.run_id)) > 1:
        read_back(lake, prefecture, job.run_id)
    else:
        write_rows(lake.captures(prefecture, job.run_id), "captures", map(asdict, result.captures))
    lake.push(f"{lakes.RAW}{prefecture}/", f"{lakes.CAPTURES}prefecture={prefecture}/", lakes.SITES)
    return result.sites


def extract(job: Job, prefecture: str) -> Extracted:
    """The tables of one prefecture from all of its archive; only files whose bytes differ are written.

    Documents are read again only where they or the reader changed, in a replay all of them; rows are made
    again only of reports with a source that changed.

    Raises WorkError, and leaves the tables as they are, where the archive they were made from is gone, or
    reading takes longer than it may.
    """
    lake = lakes.existing(job.lake)
    lake.pull(f"readings/{prefecture}.parquet")
    known = captures(lake, prefecture)
    _refuse_lost(lake, prefecture, known)
    sites = known_sites.remember(lake, prefecture)
    former = {"reports": _rows(lake, "reports", prefecture)}
    # A replay is asked for by those who trust nothing that was kept, unless they say otherwise.
    readings = Readings(lake.readings(prefecture), known=job.kind != "replay" or job.changed)
    held = carried(lake, prefecture, readings.record)
    unread = Unread(lake, readings, job.task_hours)
    try:
        rows = normalise(sites, known, unread.read_all, held.made_of)
    except OutOfTimeError as error:
        readings.save()
        lake.push(f"readings/{prefecture}.parquet")
        raise WorkError(f"{prefecture}: {error}") from None
    left_out = Counter(str(row["reason"]) for row in rows.pop("left_out"))
    made_of = {str(row["report_id"]): str(row["digest"]) for row in rows.pop("made_of")}
    same = {report_id for report_id, digest in made_of.items() if held.made_of.get(report_id) == digest}
    unread.gone(former["reports"], known)
    if unread.versions:
        former |= {name: _rows(lake, name, prefecture) for name in CARRIED}
    kept = keep(rows, former, unread.versions)
    tables = {name: as_table(lake.table(name, prefecture), name, rows[name]) for name in TABLES}
    tables |= {name: held.joined(name, tables[name], same.difference(kept)) for name in CARRIED}
    files_changed = _write(lake, prefecture, tables, held)
    # The rows of a kept report are not made of what is at hand.
    readings.record = recorded(lake, prefecture, {key: made_of[key] for key in made_of.keys() - set(kept)})
    readings.save()
    # The archive first: tables on a server never tell of bytes that it lacks.
    lake.push(f"{lakes.RAW}{prefecture}/", *parts(prefecture))
    return replace(
        told_of(prefecture, rows["reports"], former["reports"], counted(tables)),
        files_changed=files_changed,
        findings=severities(tables["findings"]),
        left_out=dict(sorted(left_out.items())),
        kept=len(kept),
        lost=unread.sentence(len(kept)),
        read=readings.made,
    )


def _write(lake: Lake, prefecture: str, tables: Mapping[str, pa.Table], held: Carried) -> int:
    """How many of the files have other bytes now.

    Reports last: what is new is told against them, also when this is done again after a crash.
    """
    return sum(
        write_table(lake.table(name, prefecture), name, tables[name])
        for name in sorted(tables, key=lambda name: (name == "reports", name))
        if tables[name] is not held.tables.get(name)
    )


def parts(prefecture: str) -> list[str]:
    """What of a lake extraction reads and writes for one prefecture, the archive aside."""
    names = ("captures", "sites", *TABLES)
    return [
        *(f"{lakes.TABLES}{name}/prefecture={prefecture}/" for name in names),
        f"readings/{prefecture}.parquet",
    ]


def _refuse_lost(lake: Lake, prefecture: str, known: Sequence[Capture]) -> None:
    archived = bool(lake.archived(prefecture))
    # A log without bodies is that of a site that never answered: nothing was there to be lost.
    fetched = any(capture.warc_file for capture in known) or _rows(lake, "reports", prefecture)
    if not archived and (fetched or (not known and _rows(lake, "sites", prefecture))):
        raise WorkError(f"the archive of {prefecture} is gone, its tables stay as they are")


def write_divisions(lake: Lake) -> None:
    """Put the divisions that this version knows into the lake."""
    write_rows(lake.divisions, "divisions", [asdict(division) for division in divisions.load().rows])
    lake.push(f"{lakes.TABLES}divisions/")


def captures(lake: Lake, prefecture: str) -> list[Capture]:
    """The log of a prefecture over all runs, oldest first; a lost or damaged file is read back from its WARC.

    Raises ParquetError for a damaged file without a WARC.
    """
    archived = {run_id for _, run_id in lake.archived(prefecture)}
    logged = {path.stem for path in lake.captures(prefecture, "x").parent.glob("*.parquet")}
    return [
        Capture(**_typed(row))
        for run_id in sorted(archived | logged)
        for row in _log(lake, prefecture, run_id, archived=run_id in archived)
    ]


def _log(lake: Lake, prefecture: str, run_id: str, *, archived: bool) -> list[dict[str, object]]:
    path = lake.captures(prefecture, run_id)
    try:
        return read_rows(path, "captures")
    except ParquetError as error:
        if not archived:
            raise
        log.warning("log of captures is read back from raw", why=str(error))
    read_back(lake, prefecture, run_id)
    return read_rows(path, "captures")


def _bodies(known: Sequence[Capture]) -> set[str]:
    """The archive's files with a body that a crawl may want back: the last one of each request."""
    last = {(one.url, one.posted): one.warc_file for one in known if one.warc_file}
    return {file for file in last.values() if file}


def read_back(lake: Lake, prefecture: str, run_id: str) -> None:
    """Write the log of one run in one prefecture from what the archive says."""
    warcs = [path.relative_to(lake.root).as_posix() for path in lake.archives(prefecture, run_id)]
    lake.fetch(*warcs)
    for warc in warcs:
        repair(lake.root, warc)
    rows = [asdict(capture) for warc in warcs for capture in captures_of(lake.root, warc)]
    write_rows(lake.captures(prefecture, run_id), "captures", rows)


def _rows(lake: Lake, name: str, prefecture: str) -> list[dict[str, object]]:
    path = lake.table(name, prefecture)
    return read_rows(path, name) if path.exists() else []


def _typed(row: dict[str, object]) -> dict[str, Any]:
    """A row as keyword arguments; read_rows has checked its types against the dictionary."""
    return row


def crawl_settings(job: Job, sites: Sequence[Site]) -> CrawlSettings:
    """How the job's sites are fetched."""
    contact = f"; +{job.contact}" if job.contact else ""
    agent = f"gongkai/{version('gongkai')} (open-government annual reports{contact})"
    # Nobody is spared by leaving servers on this machine alone, and whoever runs them wants to see changes.
    here = all(is_loopback(urlsplit(site.url).hostname or "") for site in sites)
    return CrawlSettings(
        user_agent=agent,
        default_delay=job.delay,
        proxy=job.proxy,
        recheck=job.recheck or here,
        turns=settings().turns or Path(tempfile.gettempdir()) / f"gongkai-{os.getuid()}" / "turns",
        hours=Hours.parse(job.hours) if job.hours else None,
        max_seconds=3600.0 * job.task_hours,
    )
