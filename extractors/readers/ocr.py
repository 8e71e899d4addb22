"""Reports without text: scanned PDF files and reports printed as images, by the extra `ocr`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extractors.document import Document, UnreadableError
from extractors.ocr.engine import NEEDS_EXTRA, version
from extractors.ocr.limits import MAX_PAGES, PDF_DPI, PDF_PIXELS
from extractors.pages import assemble

if TYPE_CHECKING:
    from extractors.ocr.types import Pixels


def read_scanned_pdf(data: bytes) -> Document:
    """Read a PDF whose pages are images. Raises UnreadableError with one sentence.

    The document names its recogniser.
    """
    _require_extra()
    return _read(_rendered(data), "application/pdf")


def read_images(images: Sequence[bytes], media_type: str) -> Document:
    """Read one report printed over several image files, in their order, frame by frame."""
    _require_extra()
    from extractors.ocr.frames import frames  # noqa: PLC0415

    return _read((frame for image in images for frame in frames(image)), media_type)


def _require_extra() -> None:
    if any(find_spec(name) is None for name in ("rapidocr", "onnxruntime", "cv2")):
        raise UnreadableError(NEEDS_EXTRA)


def _read(frames: Iterable[Pixels], media_type: str) -> Document:
    from extractors.ocr.scan import read_frame  # noqa: PLC0415
    from extractors.ocr.stacked import sheets  # noqa: PLC0415

    # A page has the number of its frame, which is that of the file's page, however many it is cut into.
    parts = ((sheet, number) for number, frame in enumerate(frames, 1) for sheet in sheets(frame))
    pages = [page for sheet, number in parts for page in read_frame(sheet, number)]
    return replace(assemble(pages, media_type), recogniser=version())


def _rendered(data: bytes) -> Iterator[Pixels]:
    """The pages of a PDF as images, one at a time."""
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"a damaged or protected PDF file: {error}") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"{len(document)} scanned pages; at most {MAX_PAGES} are read")
        for number in range(len(document)):
            try:
                page = document[number]
                width, height = page.get_size()
                scale = min(PDF_DPI / 72, (PDF_PIXELS / max(width * height, 1.0)) ** 0.5)
                yield page.render(scale=scale, rev_byteorder=True, no_smoothtext=False).to_numpy()[..., :3]
            except pypdfium2.PdfiumError as error:
                raise UnreadableError(
                    f"page {number + 1} of the PDF file cannot be shown: {error}"
                ) from error
    finally:
        document.close()
