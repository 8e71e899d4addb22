"""The parts of an OFD file: which documents, pages, templates and resources it has, and where they lie."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.document import UnreadableError
from extractors.ofd.numbers import numbers
from extractors.ofd.xml import child, children, text_at
from extractors.packages import Package

# A4 portrait in millimetres, where neither page nor document gives an area.
_A4 = (0.0, 0.0, 210.0, 297.0)
# Marks of an encrypted file (GM/T 0099): its parts are there, but not as XML.
_ENCRYPTED = frozenset({"encryptions.xml", "decryptseed.dat"})

Area = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Resources:
    """Composite graphics and image files by their id."""

    composites: dict[str, etree._Element] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """One document of the file: its title, its pages' parts, its templates' parts by id, its resources."""

    title: str
    root: str
    area: Area
    pages: tuple[str, ...]
    templates: dict[str, str]
    resources: Resources


def bodies(package: Package) -> Iterator[Body]:
    """The documents in order, mostly one. Raises UnreadableError."""
    if any(posixpath.basename(name).lower() in _ENCRYPTED for name in package.names):
        raise UnreadableError("the OFD file is encrypted; ask the publisher for an open one")
    entry = locate(package, "OFD.xml", "", "")
    for body in children(package.xml(entry), "DocBody"):
        root = _root(package, body)
        if root:
            yield _body(package, root, text_at(body, "DocInfo", "Title") or "")


def _root(package: Package, body: etree._Element) -> str | None:
    """The Document.xml; of a file with several versions that of the current one."""
    for version in children(child(body, "Versions"), "Version"):
        if version.get("Current") == "true":
            part = locate(package, version.get("BaseLoc", ""), "", "")
            root = text_at(package.xml(part), "DocRoot")
            if root:
                return locate(package, root, part, "")
    root = text_at(body, "DocRoot")
    return locate(package, root, "", "") if root else None


def _body(package: Package, root: str, title: str) -> Body:
    document = package.xml(root)
    common = child(document, "CommonData")

    def located(tag: str, parent: etree._Element | None) -> list[tuple[str, str]]:
        return [
            (element.get("ID", ""), locate(package, loc, root, root))
            for element in children(parent, tag)
            if (loc := element.get("BaseLoc") or text_at(element, "BaseLoc"))
        ]

    resources = Resources()
    for tag in ("PublicRes", "DocumentRes"):
        for element in children(common, tag):
            add_resources(package, resources, (element.text or "").strip(), root, root)
    pages = tuple(part for _, part in located("Page", child(document, "Pages")))
    area = area_of(child(common, "PageArea")) or _A4
    return Body(title, root, area, pages, dict(located("TemplatePage", common)), resources)


def area_of(element: etree._Element | None) -> Area | None:
    """x, y, width, height of a page area in millimetres, None where none is given. Raises UnreadableError."""
    try:
        values = numbers(text_at(element, "PhysicalBox"), 4)
    except ValueError as error:
        raise UnreadableError(f"the OFD file has a page area that is none: {error}") from error
    if values and min(values[2:]) <= 0:
        raise UnreadableError(f"the OFD file has a page area of no size: {values[2]:g} by {values[3]:g} mm")
    return values


def add_resources(package: Package, resources: Resources, loc: str, base: str, root: str) -> None:
    """Read a resource part, if it is there: reports need resources for composites and scans only."""
    part = find(package, loc, base, root)
    if part is None:
        return
    res = package.xml(part)
    folder = posixpath.join(posixpath.dirname(part), res.get("BaseLoc", ""), "x")
    for unit in children(child(res, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
        resources.composites[unit.get("ID", "")] = unit
    for media in children(child(res, "MultiMedias"), "MultiMedia"):
        file = find(package, text_at(media, "MediaFile") or "", folder, root)
        if file:
            resources.images[media.get("ID", "")] = file


def locate(package: Package, loc: str, base: str, root: str) -> str:
    """The part that a location names; raises UnreadableError where there is none."""
    part = find(package, loc, base, root)
    if part is None:
        raise UnreadableError(f"the OFD file names a part {loc or '(nothing)'} that it does not have")
    return part


def find(package: Package, loc: str, base: str, root: str) -> str | None:
    """The part a location names: from the container's root, from the part that names it, from the document.

    The last is not the standard's, but many programs write it; letters' case differs as well.
    """
    if not loc:
        return None
    loc = loc.replace("\\", "/")
    tried = [
        posixpath.normpath(posixpath.join("/", folder, loc)).lstrip("/")
        for folder in (posixpath.dirname(base), posixpath.dirname(root), "")
    ]
    for part in tried:
        if part in package.parts:
            return part
    folded = {name.lstrip("/").lower(): name for name in package.parts}
    return next((folded[part.lower()] for part in tried if part.lower() in folded), None)
