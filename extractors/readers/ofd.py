"""OFD (GB/T 33190) to a Document, by its text layer; scans go to the OCR reader."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from extractors.document import Document, UnreadableError
from extractors.ofd.container import bodies
from extractors.ofd.pages import read_pages
from extractors.packages import Package, open_package
from extractors.pages.assemble import assemble
from extractors.pages.model import Page

MEDIA_TYPE = "application/ofd"
_OCR = "extractors.readers.ocr"


def read(data: bytes, content_type: str | None = None) -> Document:
    """The pages of all documents in the file, in order. Raises UnreadableError.

    Annotations and seals are left out: they are not the publisher's text. Signatures are not verified.
    """
    package = open_package(data)
    pages: list[Page] = []
    images: list[str] = []
    title = ""
    for body in bodies(package):
        title = title or body.title
        for page, on_page in read_pages(package, body, len(pages) + 1):
            pages.append(page)
            images.extend(on_page)
    if any(page.marks for page in pages):
        return assemble(pages, MEDIA_TYPE, title)
    if images:
        return _scanned(package, list(dict.fromkeys(images)))
    raise UnreadableError("the OFD file prints no text: it has no page with text or images")


def _scanned(package: Package, images: Sequence[str]) -> Document:
    if find_spec(_OCR) is None:
        raise UnreadableError("a scanned OFD file: its pages are images, which need text recognition (OCR)")
    read_images = import_module(_OCR).read_images
    return cast("Document", read_images([package.read(image) for image in images], MEDIA_TYPE))
