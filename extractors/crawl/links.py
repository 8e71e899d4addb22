"""The links of a page with the label and the date that stand beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.crawl.urls import resolve

# Not preceded by a digit; said behind the year, it does not slow down the search for one.
_DATE = re.compile(r"((?:19|20)\d{2})(?<!\d{5})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
# A click whose script does nothing but open a constant address is a link; so is a call with a whole path.
_CLICK = re.compile(
    r"""(?:location(?:\.href)?\s*=(?!=)|(?:location\.(?:replace|assign)|\bopen|\bgoto\w*|\bjump\w*)\()"""
    r"""\s*["']([^"'+]+)["']\s*(?:[,);}]|$)"""
    r"""|\b\w+\(\s*["']((?:\.{0,2}/|https?://)[^"'+]+)["']\s*[,)]""",
    re.IGNORECASE,
)
_ANCHORS = "a[href], area[href], [onclick], [data-href]"
# Labels that say nothing: what stands in the row is meant.
_SAYS_NOTHING = re.compile(r"[\[【(（]?(?:点击)?(?:查看|详细|详情|阅读|浏览)(?:详情|全文|更多)?[\]】)）]?>*")
# Lists have some hundreds; a page of so many holds up all others, and is made to.
MOST_ANCHORS = 20_000
# A row of a list is short; more text than this is a column or a whole page.
_ROW_TEXT = 400


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its fullest label; `listed_on` is the date in its row, as YYYY-MM-DD."""

    url: str
    text: str
    listed_on: str | None = None


class Anchor(NamedTuple):
    """A link as it stands on the page: its address, its label and its element."""

    url: str
    text: str
    node: LexborNode


def links_of(markup: str, base: str) -> tuple[Link, ...]:
    """The links in a piece of markup, as Page.links."""
    if "<a" not in markup and "<A" not in markup:
        return ()
    tree = LexborHTMLParser(markup)
    return dated(tree, anchors_in(tree, base))


def too_many(tree: LexborHTMLParser) -> bool:
    """Whether there are more links than are looked at."""
    return len(tree.css(_ANCHORS)) > MOST_ANCHORS


def anchors_in(tree: LexborHTMLParser, base: str) -> tuple[Anchor, ...]:
    """The links in order; of several to one address, the one with the fullest label. No more are looked at
    than MOST_ANCHORS.
    """
    found: dict[str, Anchor] = {}
    for node in tree.css(_ANCHORS)[:MOST_ANCHORS]:
        given = node.attributes
        url = resolve(base, _target(given))
        if url is None:
            continue
        label = _label(node, given)
        known = found.get(url)
        if known is None or len(label) > len(known.text):
            found[url] = Anchor(url, label, node)
    return tuple(found.values())


def dated(tree: LexborHTMLParser, anchors: tuple[Anchor, ...]) -> tuple[Link, ...]:
    """The links with the date beside each; this takes as long as finding them."""
    nodes = tree.css(_ANCHORS)[:MOST_ANCHORS]
    rows, shared = _rows(nodes)
    row_of = {node.mem_id: row for node, row in zip(nodes, rows, strict=True)}
    return tuple(
        Link(
            one.url,
            _text_beside(one, row_of[one.node.mem_id], shared)
            if _SAYS_NOTHING.fullmatch(one.text)
            else one.text,
            _date_beside(one.node, row_of[one.node.mem_id], shared),
        )
        for one in anchors
    )


_Row = list[tuple[int, LexborNode]]


def _rows(anchors: list[LexborNode]) -> tuple[list[_Row], set[int]]:
    """For each link the elements around it that are around no link before it; and those, by their ids, that
    turned out to hold more than one link.
    """
    seen: set[int] = set()
    shared: set[int] = set()
    rows: list[_Row] = []
    for anchor in anchors:
        row: _Row = []
        for above in around(anchor):
            name = above.mem_id
            if name in seen:
                shared.add(name)  # and so is all that is around it
                break
            seen.add(name)
            row.append((name, above))
        rows.append(row)
    return rows, shared


def _text_beside(anchor: Anchor, row: _Row, shared: set[int]) -> str:
    """What stands in the link's row besides the link."""
    text = anchor.text
    for name, above in row:
        shown = squeeze(above.text())
        if name in shared or len(shown) > _ROW_TEXT:
            break
        text = shown
    return text.replace(anchor.text, "") or anchor.text


def _target(given: Mapping[str, str | None]) -> str:
    """The address of a link as written, or the constant that its script opens."""
    href = (given.get("href") or "").strip()
    if href and href[0] != "#" and href[:11].lower() != "javascript:":
        return href
    clicked = _CLICK.search(f"{href};{given.get('onclick') or ''}")
    if clicked is not None:
        return clicked[1] or clicked[2]
    return (given.get("data-href") or given.get("data-url") or "").strip()


def attribute(node: LexborNode, name: str) -> str:
    """An attribute's value, empty where there is none."""
    return node.attributes.get(name) or ""


def squeeze(text: str) -> str:
    """The text without any blanks: names and titles are often spaced or broken in mid-word."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def find_date(text: str) -> str | None:
    """The first date in a text, as YYYY-MM-DD."""
    if "20" not in text and "19" not in text:
        return None
    for found in _DATE.finditer(text):
        year, month, day = found.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{int(month):02}-{int(day):02}"
    return None


def around(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node, from the inside."""
    above = node.parent
    while above is not None and above.tag not in ("html", "-undef"):
        yield above
        above = above.parent


def _label(anchor: LexborNode, given: Mapping[str, str | None]) -> str:
    """The link's text, or its title where that is fuller (visible text is often cut), or its image's."""
    text, title = squeeze(anchor.text()), given.get("title") or ""
    if text and len(title) <= len(text):
        return text
    title = squeeze(title)
    if text:
        return title if len(title) > len(text) else text
    if title:
        return title
    if anchor.tag == "area":
        return squeeze(given.get("alt") or "")
    images = (attribute(image, "alt") or attribute(image, "title") for image in anchor.css("img"))
    return squeeze(" ".join(images))


def _date_beside(anchor: LexborNode, row: _Row, shared: set[int]) -> str | None:
    """The date in the link's row: the largest element around it that holds no other link."""
    whole = False
    for name, above in row:
        text = "" if name in shared else above.text(separator=" ")
        if name in shared or (len(text) > _ROW_TEXT and len(above.text()) > _ROW_TEXT):
            break
        whole = True
        if (date := find_date(text)) is not None:
            return date
    return None if whole else find_date(anchor.text(separator=" "))
