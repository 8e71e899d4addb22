"""Reports pasted into a Word document as pictures of their pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from extractors.document import Paragraph, Table, UnreadableError
from extractors.ooxml import related
from extractors.packages import Package
from extractors.readers.kinds import kind_of
from extractors.word.names import RELATION_ID

_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_OLD = "{urn:schemas-microsoft-com:vml}imagedata"
_EMBED = RELATION_ID.removesuffix("id") + "embed"
# A title and a line or two beside the pictures; a report's own text has thousands of characters.
_HARDLY_ANY = 300
# Half the width of a page's text, in English Metric Units (914400 an inch): smaller is a seal or an emblem.
_LARGE = 2_700_000


def hardly_any_text(blocks: Sequence[Paragraph | Table]) -> bool:
    """Whether what a document prints as text cannot be a report: no table, and a few lines at most."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    return len(texts) == len(blocks) and sum(map(len, texts)) < _HARDLY_ANY


def large_pictures(package: Package, part: str, body: etree._Element) -> list[bytes]:
    """The image files that a part shows as large as a page's text, in printed order."""
    targets = {relation: target for relation, (_, target) in related(package, part).items()}
    shown = (targets[relation] for relation in _shown(body) if targets.get(relation) in package.names)
    return [data for data in map(package.read, shown) if _is_image(data)]


def _shown(body: etree._Element) -> Iterator[str]:
    """Relations of pictures that are large, or whose size is not told."""
    for picture in body.iter(_BLIP, _OLD):
        extents = (frame.find(_EXTENT) for frame in picture.iterancestors())
        width = next((extent.get("cx", "") for extent in extents if extent is not None), "")
        if not width.isdigit() or int(width) >= _LARGE:
            yield picture.get(_EMBED if picture.tag == _BLIP else RELATION_ID, "")


def _is_image(data: bytes) -> bool:
    try:
        return kind_of(data) == "image"
    except UnreadableError:
        return False
