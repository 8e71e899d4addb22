"""The sites that a lake has ever crawled: they stay, even where they have left the sites file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from threading import Lock
from typing import Any

import pyarrow.parquet as pq

from extractors.records import Site
from flows.lake import RUNS, Lake
from transforms.parquet import read_rows, write_rows

# Crawls run side by side in threads, and one may take a site out of the file of another's prefecture.
_writing = Lock()


def sites_of(lake: Lake, prefecture: str) -> list[Site]:
    """The sites of a prefecture; where their table is lost, they are read from the run reports."""
    path = lake.table("sites", prefecture)
    if not path.exists():
        lake.pull(RUNS)
        return [site for site in _merged(_on_record(lake)) if site.prefecture == prefecture]
    return [_site(row) for row in read_rows(path, "sites")]


def remember(lake: Lake, prefecture: str, sites: Sequence[Site] = ()) -> list[Site]:
    """Add sites to those of the lake; all sites that the prefecture's archive is of, as they are then.

    A site whose division was corrected leaves the file of its former prefecture; what is archived there
    stays, and is read as that of the site as it is now.
    """
    with _writing:
        before = sites_of(lake, prefecture)
        known = _merged((*before, *sites))
        # Else another machine that only reads could put back what a crawl has just moved away.
        if known != before or not lake.table("sites", prefecture).exists():
            _write(lake, prefecture, known)
        new = {site.site_id for site in known} - {site.site_id for site in before}
        for other in _others(lake, prefecture) if new else ():
            theirs = sites_of(lake, other)
            if any(site.site_id in new for site in theirs):
                _write(lake, other, [site for site in theirs if site.site_id not in new])
        return _merged((*_moved_away(lake, prefecture, known), *known))


def _moved_away(lake: Lake, prefecture: str, known: Sequence[Site]) -> list[Site]:
    """The sites that the prefecture's log names and that belong to another prefecture now."""
    logs = lake.captures(prefecture, "x").parent.glob("*.parquet")
    columns = [pq.read_table(path, columns=["site_id"], partitioning=None)["site_id"] for path in logs]
    logged = {site_id for column in columns for site_id in column.unique().to_pylist()}
    strangers = logged - {site.site_id for site in known}
    if not strangers:
        return []
    elsewhere = [site for other in _others(lake, prefecture) for site in sites_of(lake, other)]
    return [site for site in elsewhere if site.site_id in strangers]


def _others(lake: Lake, prefecture: str) -> list[str]:
    folders = lake.table("sites", prefecture).parents[1].glob("prefecture=*")
    return sorted({path.name.removeprefix("prefecture=") for path in folders} - {prefecture})


def _write(lake: Lake, prefecture: str, sites: Sequence[Site]) -> None:
    write_rows(lake.table("sites", prefecture), "sites", map(asdict, sites))


def _merged(sites: Iterator[Site] | Sequence[Site]) -> list[Site]:
    by_id = {site.site_id: site for site in sites}
    return [by_id[site_id] for site_id in sorted(by_id)]


def _on_record(lake: Lake) -> Iterator[Site]:
    for run in reversed(list(lake.run_records())):
        yield from map(_site, run.get("site_results", []))


def _site(row: dict[str, Any]) -> Site:
    # Run reports of earlier versions lack what came later.
    return Site(**{column.name: row[column.name] for column in fields(Site) if column.name in row})
