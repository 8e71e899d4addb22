"""From a prefecture's archived documents to rows: one current report a body and year, with its history."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from types import MappingProxyType

import structlog

from extractors.records import Capture, Site
from transforms.records import Context, Finding, LeftOut
from transforms.reports.outline import Outline, Reading
from transforms.reports.series import pictured
from transforms.reports.sources import Source, closeness, current_of, disagreements, revision
from transforms.reports.vanished import gone_since

log = structlog.get_logger()

Rows = dict[str, list[dict[str, object]]]
# The tables that reports are made into.
TABLES = ("reports", "cells", "findings", "claims", "extras")
# What is read of each capture, in order (of an archive several documents), or why its body could not be had
# or read to the end.
Read = Sequence[Reading] | LeftOut
ReadAll = Callable[[Sequence[tuple[Capture, Context]]], Iterable[Read]]
_DOCUMENT_ROLES = frozenset({"report", "attachment"})


def normalise(
    sites: Sequence[Site],
    captures: Sequence[Capture],
    read_all: ReadAll,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Rows:
    """Rows of each of `TABLES` from all captures of one prefecture.

    Everything depends on the archive alone: no clock, no run. `left_out` names the documents that are no
    report (no year, an empty form) or cannot be read back, with the reason. `made_of` has the digest of all
    that the rows of each report are made of; where that is the `known` one, only `reports` has a row of it.
    """
    by_site = {site.site_id: site for site in sites}
    rows: Rows = {name: [] for name in (*TABLES, "left_out", "made_of")}
    by_document: dict[tuple[str, str], list[Source]] = defaultdict(list)
    versions = [
        (capture, replace(_context(capture, by_site), pictures=pictures))
        for capture, pictures in _documents(captures)
    ]
    for (capture, context), read in zip(versions, read_all(versions), strict=True):
        for source in _sources(capture, context, read):
            if isinstance(source, Source):
                by_document[source.document].append(source)
            else:
                log.info("document.left_out", url=capture.url, reason=source.reason)
                rows["left_out"].append({"url": capture.url, "reason": source.reason})
    reports: dict[str, list[Source]] = defaultdict(list)
    for sources in by_document.values():
        for source in _standing(sources):
            reports[source.report_id].append(source)
    for report_id in sorted(reports):
        _add(rows, report_id, reports[report_id], known.get(report_id))
    gone = gone_since(captures)
    for row in rows["reports"]:
        row["gone_since"] = gone.get(str(row["document_url"]))
    return rows


def _documents(captures: Sequence[Capture]) -> list[tuple[Capture, tuple[Capture, ...]]]:
    """The versions of every document, oldest first, each with the pictures that are part of it."""
    joined = pictured(captures)
    pages = {(page.url, page.sha256) for page, _ in joined}
    parts = {one.url for _, pictures in joined for one in pictures}
    alone = [
        one for one in _versions(captures) if one.url not in parts and (one.url, one.sha256) not in pages
    ]
    return sorted(
        [*joined, *((one, ()) for one in alone)], key=lambda pair: (pair[0].fetched_at, pair[0].url)
    )


def _versions(captures: Sequence[Capture]) -> list[Capture]:
    """The captures at which a document was first seen or had changed, oldest first.

    A 304 counts: a page first taken for something else may be known as a report only now.
    """
    latest: dict[str, str | None] = {}
    versions = []
    for capture in sorted(captures, key=lambda c: (c.fetched_at, c.url)):
        has_body = capture.outcome in ("ok", "not_modified") and capture.warc_file is not None
        if has_body and capture.role in _DOCUMENT_ROLES and latest.get(capture.url) != capture.sha256:
            latest[capture.url] = capture.sha256
            versions.append(capture)
    return versions


def _standing(versions: Sequence[Source]) -> list[Source]:
    """The versions of one document without those whose year or publisher was corrected later.

    The same figures under another name are a correction; other figures at the same address are another
    report (columns that show the newest one), and the earlier one stays.
    """
    named = {version.outline.figures: version.report_id for version in versions}
    return [version for version in versions if named[version.outline.figures] == version.report_id]


def _context(capture: Capture, by_site: dict[str, Site]) -> Context:
    site = by_site.get(capture.site_id)
    return Context(
        site_division=site.division_code if site else None,
        site_publisher=site.publisher if site else None,
        url=capture.url,
        link_text=capture.link_text,
        listed_on=capture.listed_on,
    )


def _sources(capture: Capture, context: Context, read: Read) -> list[Source | LeftOut]:
    if isinstance(read, LeftOut):
        return [read]
    return [_source(capture, context, reading) for reading in read]


def _source(capture: Capture, context: Context, reading: Reading) -> Source | LeftOut:
    """The document as a source, or the reason why it is none, with its name inside an archive."""
    outline = reading.outline
    reason = _why_none(context, outline)
    if reason:
        return LeftOut(f"{outline.member}: {reason}" if outline.member else reason)
    division = outline.identity.division_code or context.site_division or ""
    return Source(capture, reading, division, closeness(outline.identity, context))


def _why_none(context: Context, outline: Outline) -> str | None:
    division = outline.identity.division_code or context.site_division
    if outline.error:
        return outline.error
    if not outline.is_report:
        return "an empty form" if outline.cells else "neither tables nor headings of a report"
    if outline.identity.year is None or division is None:
        return "no report year" if division else "no division"
    return None


def _add(rows: Rows, report_id: str, sources: Sequence[Source], known: str | None) -> None:
    """The current source's rows; the others are compared with it, its own earlier versions counted."""
    current, others = current_of(sources)
    rows["reports"].append(_report_row(report_id, current, sources))
    digest = _made_of(sources)
    rows["made_of"].append({"report_id": report_id, "digest": digest})
    if digest == known:
        return
    findings = [*current.extraction.findings, *disagreements(current, others)]
    rows["cells"].extend({"report_id": report_id, **cell._asdict()} for cell in current.extraction.cells)
    rows["findings"].extend(
        {"report_id": report_id, **asdict(finding), "locator": _locator(current, finding)}
        for finding in findings
    )
    rows["claims"].extend({"report_id": report_id, **asdict(claim)} for claim in current.extraction.claims)
    rows["extras"].extend({"report_id": report_id, **asdict(extra)} for extra in current.extraction.extras)


def _made_of(sources: Sequence[Source]) -> str:
    """The digest of a report's sources."""
    parts = [(one.capture, one.outline.everything, one.division_code, one.own) for one in sources]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _report_row(report_id: str, current: Source, sources: Sequence[Source]) -> dict[str, object]:
    identity, capture = current.outline.identity, current.capture
    return {
        "report_id": report_id,
        "division_code": current.division_code,
        "place": identity.place,
        "publisher": identity.publisher,
        "publisher_level": identity.publisher_level,
        "scope": identity.scope,
        "scope_sentence": identity.scope_sentence,
        "year": identity.year,
        "title": identity.title,
        **{f"form_{section}": form for section, form in current.outline.forms.items()},
        "published_on": identity.published_on,
        "url": capture.via if capture.role == "attachment" and capture.via else capture.url,
        "document_url": capture.url,
        "media_type": capture.media_type,
        "sha256": capture.sha256,
        "retrieved_at": capture.fetched_at,
        "revision": revision(current, sources),
        "status": current.outline.status,
        "link_text": capture.link_text,
        "listed_on": capture.listed_on,
        "site_id": capture.site_id,
        "content_hash": current.outline.content,
        "first_seen": min(source.capture.fetched_at for source in sources),
    }


def _locator(source: Source, finding: Finding) -> str | None:
    """The place of the finding's cell; of a row's or table's label where the finding is about all of it."""
    item = finding.item
    if item is None:
        return None
    cells = source.extraction.cells
    exact = next((cell.locator for cell in cells if cell.item == item), None)
    return exact or next((cell.locator for cell in cells if f"{cell.item}.".startswith(f"{item}.")), None)
