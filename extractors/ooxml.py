"""Parts of an Office package: its main part, and what a part refers to (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath

from lxml import etree

from extractors.packages import Package, parse_xml

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Files saved as "Strict Open XML" differ in these names only.
_STRICT, _TRANSITIONAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
_RENAMED = tuple(
    (_STRICT + strict, _TRANSITIONAL + transitional)
    for strict, transitional in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    )
)


def transitional(data: bytes) -> bytes:
    """A part's XML with the names of the common ("transitional") dialect."""
    if _STRICT in data[:65536]:
        for strict, common in _RENAMED:
            data = data.replace(strict, common)
    return data


def part_xml(package: Package, name: str) -> etree._Element:
    """The root of an XML part in the common dialect. Raises UnreadableError."""
    return parse_xml(transitional(package.read(name)), name)


def optional_xml(package: Package, name: str | None) -> etree._Element | None:
    """The root of a part that a document can do without; None where it is absent. Raises UnreadableError."""
    return None if name is None or name not in package.parts else part_xml(package, name)


def related(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside the package: id → (last word of the type, part name)."""
    folder, _, file = part.rpartition("/")
    root = optional_xml(package, posixpath.join(folder, "_rels", f"{file}.rels"))
    found = {}
    for link in root.iter(_RELATIONSHIP) if root is not None else ():
        if link.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
            found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def main_part(package: Package, usual: str) -> str:
    """The name of the document's main part, `usual` where the package does not say."""
    for kind, target in related(package, "").values():
        if kind == "officeDocument" and target in package.names:
            return target
    return usual


def related_part(package: Package, part: str, kind: str) -> str | None:
    """The first part of this kind (`styles`, `numbering`, `sharedStrings`) that `part` refers to."""
    return next((target for type_, target in related(package, part).values() if type_ == kind), None)
