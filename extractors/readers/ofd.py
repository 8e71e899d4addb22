"""OFD (GB/T 33190) to a Document, by its text layer; scans go to the OCR reader."""

from __future__ import annotations

from dataclasses import replace

import structlog

from extractors.document import Document, UnreadableError
from extractors.ofd.container import bodies
from extractors.ofd.pages import Printed, read_pages
from extractors.packages import open_package
from extractors.pages.assemble import assemble
from extractors.pages.pictured import is_picture
from extractors.readers.ocr import read_images

log = structlog.get_logger()

MEDIA_TYPE = "application/ofd"


def read(data: bytes, content_type: str | None = None) -> Document:
    """The pages of all documents in the file, in order. Raises UnreadableError.

    Annotations and seals are left out: they are not the publisher's text. Signatures are not verified. A file
    of pictures alone is read by OCR; pictures among pages of text are its `unread_pages`.
    """
    package = open_package(data)
    printed: list[Printed] = []
    title = ""
    for body in bodies(package):
        title = title or body.title
        printed.extend(read_pages(package, body, len(printed) + 1))
    textual = [one.page for one in printed if not _is_picture(one)]
    if any(page.marks for page in textual):
        unread = tuple(one.page.number for one in printed if _is_picture(one))
        if unread:
            log.warning("pages without readable text", pages=list(unread))
        return replace(assemble(textual, MEDIA_TYPE, title), unread_pages=unread)
    images = dict.fromkeys(image for one in printed for image in one.images)
    if images:
        return read_images([package.read(image) for image in images], MEDIA_TYPE)
    raise UnreadableError("the OFD file prints no text: it has no page with text or images")


def _is_picture(one: Printed) -> bool:
    marks = sum(not mark.text.isspace() for mark in one.page.marks)
    return is_picture(marks, one.pictures, one.page.width * one.page.height)
