"""Bytes to checked facts: those of one document, or of every report in an archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from extractors.archives import Member, is_archive, members
from extractors.collector import paused
from extractors.document import Document, UnreadableError
from extractors.readers import read
from extractors.readers.ocr import read_images
from transforms.facts import extract, unreadable
from transforms.identity.titles import is_report_title
from transforms.records import Context, Extraction

# An archive's outcome names so many of its files of a kind.
_NAMED = 5


def extract_bytes(data: bytes, content_type: str | None = None, context: Context | None = None) -> Extraction:
    """Read a document of any known kind; bytes that are none give status `unreadable` with the reason.

    An archive gives the one report in it; of several none is chosen: `unreadable`.
    """
    read_ = extract_all(data, content_type, context)
    reports = [extraction for extraction in read_ if holds_report(extraction)]
    if len(reports) > 1:
        names = ", ".join(str(report.member) for report in reports[:_NAMED])
        return unreadable(f"the archive holds {len(reports)} reports, not one: {names}")
    return next(iter([*reports, *read_]))


def extract_all(
    data: bytes, content_type: str | None = None, context: Context | None = None
) -> tuple[Extraction, ...]:
    """Everything that some bytes report, never empty: one extraction of a document, of an archive several.

    For an archive these are its reports in the order of their names, then its files that could not be read
    (`unreadable`). `member` names the file, and every cell's locator begins with it. An archive without a
    report gives one extraction, `unreadable` or `no_report`, whose `error` names the files looked at.
    """
    outside = context or Context()
    if not is_archive(data):
        return (_extract_document(data, content_type, outside),)
    try:
        found = _extract_members(data, outside)
    except UnreadableError as error:
        return (unreadable(str(error)),)
    reports = [extraction for extraction in found if holds_report(extraction)]
    failed = [extraction for extraction in found if extraction.status == "unreadable"]
    return (*reports, *failed) if reports else (_without_report(found, failed),)


def extract_pictured(
    data: bytes, content_type: str | None, pictures: Sequence[bytes], context: Context
) -> Extraction:
    """What a report of pictures, in order, says; title and further words are those of its web page."""
    try:
        page, shown = read(data, content_type), read_images(pictures, "text/html")
    except UnreadableError as error:
        return unreadable(str(error))
    blocks = (*page.paragraphs(), *shown.blocks)
    return extract(replace(shown, title=page.title, meta=page.meta, blocks=blocks), context)


def holds_report(extraction: Extraction) -> bool:
    """Whether a standard table was found, or a report without any."""
    return extraction.is_report or extraction.status in ("ok", "partial")


def _extract_members(data: bytes, context: Context) -> list[Extraction]:
    """Every file of an archive. The link to the archive speaks for its file only where there is one alone."""
    read_ = [(member.name, _read_member(member)) for member in members(data)]
    alone = sum(isinstance(document, Document) for _, document in read_) == 1
    found = []
    for name, document in read_:
        if isinstance(document, Extraction):
            found.append(replace(document, member=name))
            continue
        named = replace(context, link_text=_link_text(name, context.link_text if alone else None))
        found.append(_placed(extract(document, named), name))
    return found


def _read_member(member: Member) -> Document | Extraction:
    """The document, or the extraction that says why there is none."""
    if member.error is not None:
        return unreadable(member.error)
    try:
        return read(member.data)
    except UnreadableError as error:
        return unreadable(str(error))


def _link_text(name: str, link_text: str | None) -> str:
    """What the member is called, as a link to it would say: its file name where that names a report."""
    stem = PurePosixPath(name).stem
    return link_text if link_text and not is_report_title(stem) else stem


def _placed(extraction: Extraction, member: str) -> Extraction:
    """The extraction with its member's name before every place."""
    cells = tuple(
        cell._replace(locator=f"{member}: {cell.locator}") if cell.locator else cell
        for cell in extraction.cells
    )
    return replace(extraction, cells=cells, member=member)


def _without_report(found: Sequence[Extraction], failed: Sequence[Extraction]) -> Extraction:
    """One outcome for an archive without a report; the files that could not be read come first."""
    told = [f"{extraction.member} ({extraction.error})" for extraction in failed[:_NAMED]]
    told += [f"{other.member} (no report)" for other in found if other.status == "no_report"][:_NAMED]
    reason = f"none of the {len(found)} files in the archive is a report: {', '.join(told)}"
    return unreadable(reason) if failed else replace(unreadable(reason), status="no_report")


@paused()
def _extract_document(data: bytes, content_type: str | None, context: Context) -> Extraction:
    try:
        document = read(data, content_type)
    except UnreadableError as error:
        return unreadable(str(error))
    return extract(document, context)
