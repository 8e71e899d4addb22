"""A fetched page as the crawler sees it: its tags, its links, and the date and text beside each link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bs4 import BeautifulSoup
from bs4.element import Tag

from extractors.crawl.media import is_html
from extractors.crawl.urls import resolve
from extractors.text import decode

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
# A row of a list is short; more text than this is a column or a whole page.
_ROW_TEXT = 400
_JS_TARGET = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\()\s*["']([^"'+]+)["']\s*[);]"""
)
_STUB = 1500


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its fullest label; `listed_on` is the date in its row, as YYYY-MM-DD."""

    url: str
    text: str
    listed_on: str | None = None


class Page:
    """One fetched body. Everything is worked out when first asked for."""

    def __init__(
        self,
        url: str,
        body: bytes,
        media_type: str | None,
        content_type: str | None,
        posted: str | None = None,
    ) -> None:
        self.url = url
        self.size = len(body)
        self.posted = posted
        self.media_type = media_type
        self._body = body
        self._content_type = content_type

    @property
    def html(self) -> bool:
        """Whether this is a web page, not data or a file."""
        return is_html(self.media_type)

    @cached_property
    def text(self) -> str:
        """The decoded source."""
        return decode(self._body, self._content_type)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page; empty when it is no web page."""
        return BeautifulSoup(self.text if self.html else "", "lxml")

    @cached_property
    def metas(self) -> Mapping[str, str]:
        """The meta tags with a name, lower-cased, and a content that says something."""
        found: dict[str, str] = {}
        for tag in self.soup.find_all("meta"):
            name, content = _attribute(tag, "name").lower(), _attribute(tag, "content").strip()
            if name and content and content.lower() != "null":
                found.setdefault(name, content)
        return found

    @cached_property
    def title(self) -> str:
        """The page's own title: its ArticleTitle tag, else `<title>`."""
        tag = self.soup.find("title")
        return squeeze(self.metas.get("articletitle") or (tag.get_text() if tag else ""))

    @cached_property
    def heading(self) -> str:
        """The text of the first `<h1>`, or nothing."""
        tag = self.soup.find("h1")
        return squeeze(tag.get_text()) if tag else ""

    @cached_property
    def words(self) -> str:
        """The visible text without any blanks."""
        return squeeze("".join(_visible(self.soup)))

    @cached_property
    def base(self) -> str:
        """What relative addresses are relative to."""
        tag = self.soup.find("base", href=True)
        return (resolve(self.url, _attribute(tag, "href")) if isinstance(tag, Tag) else None) or self.url

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The page's links in order; of several to one address, the one with the fullest label."""
        return links_in(self.soup, self.base)

    @cached_property
    def options(self) -> tuple[Link, ...]:
        """The `<select>` options whose value is an address."""
        found = []
        for tag in self.soup.find_all("option"):
            value = _attribute(tag, "value")
            url = resolve(self.base, value) if re.search(r"[/.]", value) else None
            if url:
                found.append(Link(url, squeeze(tag.get_text())))
        return tuple(found)

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """The addresses of its iframes."""
        found = (
            resolve(self.base, _attribute(tag, "src")) for tag in self.soup.find_all(["iframe", "frame"])
        )
        return tuple(url for url in found if url)

    @cached_property
    def moved_to(self) -> str | None:
        """Where a page that is nothing but a redirect leads (meta refresh, a constant script), or None."""
        tag = self.soup.find("meta", attrs={"http-equiv": re.compile("^refresh$", re.IGNORECASE)})
        if isinstance(tag, Tag):
            target = re.search(r"url\s*=\s*['\"]?([^'\"\s]+)", _attribute(tag, "content"), re.IGNORECASE)
            return resolve(self.base, target.group(1)) if target else None
        script = _JS_TARGET.search(self.text) if self.html and self.size < _STUB else None
        return resolve(self.base, script.group(1)) if script else None


def links_in(root: Tag, base: str) -> tuple[Link, ...]:
    """The links below `root`, as Page.links."""
    found: dict[str, Link] = {}
    for tag in root.find_all("a", href=True):
        url = resolve(base, _attribute(tag, "href"))
        if url is None:
            continue
        link = Link(url, _label(tag), _date_beside(tag))
        known = found.get(url)
        if known is None or len(link.text) > len(known.text):
            found[url] = link
    return tuple(found.values())


def squeeze(text: str) -> str:
    """The text without any blanks: names and titles are often spaced or broken in mid-word."""
    return re.sub(r"[\s\u3000\u200b\ufeff]+", "", text)


def find_date(text: str) -> str | None:
    """The first date in a text, as YYYY-MM-DD."""
    for year, month, day in _DATE.findall(text):
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{int(month):02}-{int(day):02}"
    return None


def _label(tag: Tag) -> str:
    """The link's text, or its title where that is fuller (visible text is often cut), or its image's."""
    text = squeeze(tag.get_text())
    images = " ".join(_attribute(image, "alt") or _attribute(image, "title") for image in tag.find_all("img"))
    title = squeeze(_attribute(tag, "title"))
    if not text:
        return title or squeeze(images)
    return title if len(title) > len(text) else text


def _date_beside(tag: Tag) -> str | None:
    """The date in the link's row: the largest element around it that holds no other link."""
    row = tag
    for parent in tag.parents:
        if len(parent.find_all("a", href=True, limit=2)) > 1 or len(parent.get_text()) > _ROW_TEXT:
            break
        row = parent
        if (date := find_date(row.get_text(" "))) is not None:
            return date
    return find_date(row.get_text(" "))


def _visible(root: Tag) -> Iterator[str]:
    return (text for text in root.find_all(string=True) if text.parent and text.parent.name not in _HIDDEN)


_HIDDEN = {"script", "style", "noscript", "template", "head", "title"}


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or ())
