"""Which sites a job wants, grouped into prefectures with names that people know."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from extractors.crawl.imports import WarcError, WebArchive
from extractors.records import Site
from extractors.sites import SiteProblem, SitesFileError, read_sites
from flows.errors import CallError
from flows.job import Job
from transforms import divisions


@cache
def read(path: str, delay: float) -> tuple[list[Site], list[SiteProblem]]:
    """The sites of a file, `delay` for rows without one, and its bad rows. Raises CallError."""
    known = {division.division_code for division in divisions.load().rows}
    try:
        return read_sites(Path(path), known, delay)
    except SitesFileError as error:
        raise CallError(str(error)) from None


def chosen(job: Job) -> list[Site]:
    """The good rows of the job's sites file that are within `only` and `site_ids`."""
    if job.sites_file is None:
        return []
    sites = [site for site in read(job.sites_file, job.delay)[0] if job.wants(site.division_code)]
    if job.site_ids:
        sites = [site for site in sites if site.site_id in job.site_ids]
    if not job.from_warc:
        return sites
    held = web_archive(job.from_warc).urls_of(sites)
    return [site for site in sites if site.site_id in held]


@cache
def web_archive(files: tuple[str, ...]) -> WebArchive:
    """The answers in WARC files. Raises CallError for a file that is none."""
    try:
        return WebArchive(map(Path, files))
    except WarcError as error:
        raise CallError(str(error)) from None


def prefectures(codes: Iterable[str]) -> dict[str, str]:
    """Each 4-digit prefix among the codes with the name of what it stands for, in order."""
    return {prefix: _name(prefix) for prefix in sorted({code[:4] for code in codes})}


def _name(prefix: str) -> str:
    """衡水市 for 1311; the province for 3100 and for prefixes that are no division (3101)."""
    known = divisions.load()
    for code in (f"{prefix}00", f"{prefix[:2]}0000"):
        if division := known.by_code(code):
            return division.name
    return ""
