"""The sites that a lake has ever crawled: they stay, even where they have left the sites file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

from extractors.records import Site
from flows.lake import Lake
from transforms.parquet import read_rows, write_rows


def sites_of(lake: Lake, prefecture: str) -> list[Site]:
    """The sites of a prefecture; where their table is lost, they are read from the run reports."""
    path = lake.table("sites", prefecture)
    if not path.exists():
        return _merged(site for site in _on_record(lake) if site.prefecture == prefecture)
    return [_site(row) for row in read_rows(path, "sites")]


def remember(lake: Lake, prefecture: str, sites: Sequence[Site] = ()) -> list[Site]:
    """Add sites to those of the lake; all sites of the prefecture as they are then."""
    known = _merged((*sites_of(lake, prefecture), *sites))
    write_rows(lake.table("sites", prefecture), "sites", map(asdict, known))
    return known


def _merged(sites: Iterator[Site] | Sequence[Site]) -> list[Site]:
    by_id = {site.site_id: site for site in sites}
    return [by_id[site_id] for site_id in sorted(by_id)]


def _on_record(lake: Lake) -> Iterator[Site]:
    for path in sorted(lake.runs.glob("*.json")):
        run = json.loads(path.read_text(encoding="utf-8"))
        yield from map(_site, run.get("site_results", []))


def _site(row: dict[str, Any]) -> Site:
    return Site(**{column.name: row[column.name] for column in fields(Site)})
