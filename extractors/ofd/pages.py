"""Pages of an OFD document: what is printed of layers, blocks, composites and templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.document import UnreadableError
from extractors.ofd.container import Body, Resources, add_resources, area_of
from extractors.ofd.numbers import Matrix, matrix, number, numbers, page_matrix
from extractors.ofd.paths import filled, segments, stroked
from extractors.ofd.texts import marks
from extractors.ofd.xml import child, children, name_of, text_at
from extractors.packages import Package
from extractors.pages.model import Box, Mark, Page

# A full page of print has some 3,000 characters; nesting in real files is 2 or 3 deep.
_MAX_MARKS, _MAX_RULES, _MAX_PAGES, _MAX_DEPTH = 60_000, 40_000, 2000, 12
# Of all pages together: seventy full ones.
_MAX_OBJECTS = 200_000
# The standard's pen, 0.353 mm.
_PEN = "0.353"
_CONTAINERS = frozenset({"Layer", "PageBlock"})


@dataclass(slots=True)
class _Sheet:
    """What one page prints, gathered."""

    number: int
    resources: Resources
    marks: list[Mark] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    pictures: float = 0.0
    objects: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """A page with the parts that are images on it, and their area in square points."""

    page: Page
    images: tuple[str, ...]
    pictures: float


def read_pages(package: Package, body: Body, start: int) -> Iterator[Printed]:
    """The pages, numbered from `start`. Raises UnreadableError."""
    if len(body.pages) > _MAX_PAGES:
        raise UnreadableError(f"the OFD file has {len(body.pages)} pages, more than {_MAX_PAGES}")
    objects = 0
    for count, part in enumerate(body.pages, start):
        sheet, page = _page(package, body, part, count)
        objects += sheet.objects + len(sheet.marks)
        if objects > _MAX_OBJECTS:
            raise UnreadableError(f"the OFD file has more than {_MAX_OBJECTS} objects and characters")
        yield Printed(page, tuple(sheet.images), sheet.pictures)


def _page(package: Package, body: Body, part: str, count: int) -> tuple[_Sheet, Page]:
    root = package.xml(part)
    x, y, width, height = area_of(child(root, "Area")) or body.area
    to_page = page_matrix(x, y)
    sheet = _Sheet(count, Resources(dict(body.resources.composites), dict(body.resources.images)))
    for content in _contents(package, body, root, part, {part}, sheet):
        _draw(content, to_page, sheet, 0)
    right, bottom = to_page.point(x + width, y + height)
    seen = tuple(mark for mark in sheet.marks if _on_page(mark.box, right, bottom))
    rules = tuple(rule for rule in sheet.rules if _on_page(rule, right, bottom))
    return sheet, Page(count, right, bottom, seen, rules)


def _contents(
    package: Package, body: Body, root: etree._Element, part: str, seen: set[str], sheet: _Sheet
) -> Iterator[etree._Element]:
    """The page's content after that of its templates; a template that names itself ends there."""
    for element in children(root, "PageRes"):
        add_resources(package, sheet.resources, (element.text or "").strip(), part, body.root)
    for template in children(root, "Template"):
        other = body.templates.get(template.get("TemplateID", ""))
        if other and other not in seen:
            seen.add(other)
            yield from _contents(package, body, package.xml(other), other, seen, sheet)
    content = child(root, "Content")
    if content is not None:
        yield content


def _draw(container: etree._Element, to_page: Matrix, sheet: _Sheet, depth: int) -> None:
    """Gather what the objects of a layer, block or composite print."""
    if depth > _MAX_DEPTH:
        raise UnreadableError(f"page {sheet.number} of the OFD file is nested more than {_MAX_DEPTH} deep")
    for item in children(container):
        sheet.objects += 1
        if sheet.objects > _MAX_MARKS + _MAX_RULES:
            raise UnreadableError(
                f"page {sheet.number} of the OFD file has more objects than a page can print"
            )
        kind = name_of(item)
        if kind in _CONTAINERS:
            _draw(item, to_page, sheet, depth + 1)
        elif _is_visible(item):
            _draw_object(kind, item, to_page, sheet, depth)


def _draw_object(kind: str, item: etree._Element, to_page: Matrix, sheet: _Sheet, depth: int) -> None:
    try:
        if kind == "TextObject" and _paints(item, "Fill", "true", "Stroke", "false"):
            sheet.marks.extend(marks(item, _placed(item, to_page)))
        elif kind == "PathObject":
            sheet.rules.extend(_rules(item, _placed(item, to_page)))
        elif kind == "CompositeObject":
            unit = sheet.resources.composites.get(item.get("ResourceID", ""))
            content = child(unit, "Content")
            if content is not None:
                _draw(content, _placed(item, to_page), sheet, depth + 1)
        elif kind == "ImageObject":
            sheet.pictures += _area(item, to_page)
            image = sheet.resources.images.get(item.get("ResourceID", ""))
            sheet.images.extend([image] if image else [])
    except ValueError as error:
        raise UnreadableError(f"page {sheet.number} of the OFD file: {kind}: {error}") from error
    if len(sheet.marks) > _MAX_MARKS or len(sheet.rules) > _MAX_RULES:
        raise UnreadableError(f"page {sheet.number} of the OFD file has more marks than a page can print")


def _placed(item: etree._Element, to_page: Matrix) -> Matrix:
    """From the object's own space to the page: first its CTM, then its Boundary's corner (8.5)."""
    x, y = (numbers(item.get("Boundary"), 4) or (0.0, 0.0))[:2]
    return to_page.after(Matrix(1, 0, 0, 1, x, y)).after(matrix(item.get("CTM")))


def _area(item: etree._Element, to_page: Matrix) -> float:
    """How much of the page an object's Boundary takes, in square points."""
    x, y, width, height = numbers(item.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    (x0, y0), (x1, y1) = to_page.point(x, y), to_page.point(x + width, y + height)
    return abs((x1 - x0) * (y1 - y0))


def _is_visible(item: etree._Element) -> bool:
    """Text laid invisibly over a scan is a machine's reading of it, not what is printed."""
    return (
        item.get("Visible", "true").lower() not in ("false", "0") and item.get("Alpha", "255").strip() != "0"
    )


def _paints(item: etree._Element, first: str, first_default: str, second: str, second_default: str) -> bool:
    """Whether one of two ways of painting is on and its colour not fully transparent."""
    return _on(item, first, first_default) or _on(item, second, second_default)


def _on(item: etree._Element, way: str, default: str) -> bool:
    colour = child(item, f"{way}Color")
    clear = colour is not None and colour.get("Alpha", "255").strip() == "0"
    return item.get(way, default).lower() in ("true", "1") and not clear


def _rules(item: etree._Element, to_page: Matrix) -> list[Box]:
    """The ruling lines of a path: stroked unless it says otherwise, filled only where it says so (9.1)."""
    shape = list(segments(text_at(item, "AbbreviatedData") or ""))
    lines: list[Box] = []
    if _on(item, "Fill", "false"):
        lines.extend(filled(shape, to_page))
    if not lines and _on(item, "Stroke", "true"):
        pen = number(item.get("LineWidth", _PEN)) * page_matrix(0, 0).a
        lines.extend(stroked(shape, to_page, max(pen, 0.0)))
    return lines


def _on_page(box: Box, right: float, bottom: float) -> bool:
    return box.x1 >= 0 and box.bottom >= 0 and box.x0 <= right and box.top <= bottom
