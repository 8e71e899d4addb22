"""The documents that a report page carries: attachments, viewers, frames, and the images of a scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from extractors.crawl.links import around, attribute
from extractors.crawl.page import Link, Page, squeeze
from extractors.crawl.urls import is_file, is_image, resolve
from extractors.crawl.words import holds_figures, is_report_page

_DOWNLOAD = re.compile(
    r"down(?:load)?_?(?:file|attach)|download\.|/downloads?/|/download$|file_?down|(?:attach(?:ment)?|annex|get_?file)s?\.\w+\?"
    r"|/attach(?:ment)?s?/|DownloadAttach",
    re.IGNORECASE,
)
_HINTS = ("down", "attach", "annex", "file")  # one of them stands in whatever the pattern finds
_DOCUMENT = r"[^\"'<>\s()=&?,;|]+\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)"
_NAMED = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)[）)】\]]?$", re.IGNORECASE)
_CALLED = re.compile(
    r"^(?:附件|点击|请)?(?:下载|查看)?(?:附件|原文|全文|正文|PDF|WORD)(?:版)?(?:文件)?(?:下载|查看)?[\d一二三]?[:：]?",
    re.IGNORECASE,
)
_IN_SCRIPT = re.compile(rf"""["']({_DOCUMENT})["']""", re.IGNORECASE)
# From where a name can begin: what begins within one would be looked through once a character.
_IN_ATTRIBUTE = re.compile(rf"(?<![^\"'<>\s()=&?,;|])({_DOCUMENT})(?![\w.])", re.IGNORECASE)
_VIEWER = re.compile(r"[?&#](?:file|url|pdf|src|path|doc)=([^&#]+)", re.IGNORECASE)
_FRAMES = "iframe, frame, embed, object"
_ANY_NAME = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)", re.IGNORECASE)
_DECORATION = re.compile(
    r"logo|icon|banner|qr_?code|ewm|erweima|weixin|wechat|weibo|share|print|jiucuo|dzjg|red\.png|beian|head|foot"
    r"|button|btn|arrow|_nav|blank|space|line\.|/css/|/skin|/template|/themes?/|\.(?:gif|svg|ico)(?:$|\?)",
    re.IGNORECASE,
)
_LAZY = ("data-original", "data-src", "data-lazy", "file", "zoomfile", "src")
_SMALLEST = 200  # pixels, where the page gives a size


def attachments(page: Page) -> tuple[Link, ...]:
    """The documents that a report page without figures of its own links to or shows, in order."""
    return () if not page.html or holds_figures(page) else documents(page)


def documents(page: Page) -> tuple[Link, ...]:
    """All documents that a page links to, embeds, or names in its scripts and viewers, in order."""
    linked = (Link(link.url, link.text) for link in page.anchors if _is_download(link.url, link.text))
    shown = (Link(url, "") for url in (*_embedded(page), *_scripted(page)))
    by_url: dict[str, Link] = {}
    for link in (*linked, *shown):
        if not is_image(link.url):
            by_url.setdefault(link.url, link)
    return tuple(by_url.values())


def scan(page: Page) -> tuple[Link, ...]:
    """The images, in order, of a report that is nothing but images; none for a page with a text."""
    if not page.html or is_report_page(page):
        return ()
    images = (_image(tag, page) for tag in page.tree.css("img"))
    shown = (url for url in images if url is not None)
    linked = (link.url for link in page.anchors if is_image(link.url) and not _DECORATION.search(link.url))
    return tuple(Link(url, "") for url in dict.fromkeys((*shown, *linked)))


def frames(page: Page) -> tuple[str, ...]:
    """Pages inside a page, which may hold its text: frames that show no document of their own."""
    sources = (resolve(page.base, _source(tag)) for tag in page.tree.css(_FRAMES))
    return tuple(
        dict.fromkeys(url for url in sources if url and not is_file(url) and not _VIEWER.search(url))
    )


@lru_cache(maxsize=50_000)  # the menus of a site stand on each of its pages
def _is_download(url: str, text: str) -> bool:
    if is_file(url) or _NAMED.search(text) or _CALLED.fullmatch(text):
        return True
    return _leads_to_download(url)


def _leads_to_download(url: str) -> bool:
    plain = url.lower()
    return any(hint in plain for hint in _HINTS) and _DOWNLOAD.search(url) is not None


def _embedded(page: Page) -> Iterator[str]:
    """Files in frames, and what viewers name in their address (pdf.js: `viewer.html?file=`)."""
    for tag in page.tree.css(_FRAMES):
        source = squeeze(_source(tag))
        viewed = _VIEWER.search(source)
        url = resolve(page.base, unquote(viewed[1]) if viewed else source)
        if url and (is_file(url) or _leads_to_download(url)):
            yield url
        elif viewed and (behind := _behind_viewer(source, viewed[1], page)):
            yield behind


def _behind_viewer(source: str, value: str, page: Page) -> str | None:
    """A document without an ending in a viewer's address; frames of other kinds have parameters as well."""
    return (
        resolve(page.base, unquote(value)) if re.search(r"viewer|pdf|reader", source, re.IGNORECASE) else None
    )


def _scripted(page: Page) -> Iterator[str]:
    """Files that scripts and the attributes of other viewers (Flash, UCAP, onclick) name."""
    if _ANY_NAME.search(page.text) is None:
        return
    named = (found for value in _attributes(page) for found in _IN_ATTRIBUTE.findall(unquote(value)))
    for found in (*_IN_SCRIPT.findall(page.text), *named):
        if (url := resolve(page.base, found)) is not None:
            yield url


def _attributes(page: Page) -> Iterator[str]:
    root = page.tree.root
    if root is None:
        return
    for tag in root.traverse():
        for name, value in tag.attributes.items():
            viewer = name.startswith("data-") or name in ("onclick", "flashvars", "value")
            if viewer and value and "." in value:
                yield value


def _source(tag: LexborNode) -> str:
    return attribute(tag, "src") or attribute(tag, "data")


def _image(tag: LexborNode, page: Page) -> str | None:
    """The address of an image that may be a page of a report: no decoration, not small, no link's face."""
    sizes = (re.match(r"\d+", attribute(tag, name)) for name in ("width", "height"))
    if any(size and int(size[0]) < _SMALLEST for size in sizes):
        return None
    above = list(around(tag))
    if any(part.tag in ("header", "footer", "nav") for part in above):
        return None
    source = next((value for name in _LAZY if (value := attribute(tag, name))), "")
    url = resolve(page.base, source)
    link = next((part for part in above if part.tag == "a" and "href" in part.attributes), None)
    if link is not None and not _leads_to_itself(link, page):
        return None
    return url if url and not _DECORATION.search(source) else None


def _leads_to_itself(link: LexborNode, page: Page) -> bool:
    """Whether the link around an image opens an image, as galleries do, and no other page."""
    url = resolve(page.base, attribute(link, "href"))
    return url is None or is_image(url)
