"""TRS WCM (拓尔思): `createPageHTML(pages, current, "index", "html")` from 0: `index_1` is page two."""

from __future__ import annotations

import re

from extractors.crawl.page import Page
from extractors.families.listing import Listing, Next
from extractors.families.paging import File, file_of

_NAMES = r"""\s*["'](?P<stem>[\w-]+)["']\s*,\s*["'](?P<ext>[a-z]+)["']"""
_NUMBER, _WORD = r"""\s*["']?(?P<{}>\d{{1,9}})["']?\s*,""", r"\s*[A-Za-z_]\w*\s*,"
_START = r"createPage(?:HTML)?\("
_CALLS = (
    re.compile(_START + _NUMBER.format("pages") + _NUMBER.format("current") + _NAMES),
    # With the number of records in front (Beijing).
    re.compile(
        _START + r"""\s*["']?\d+["']?\s*,""" + _NUMBER.format("pages") + _NUMBER.format("current") + _NAMES
    ),
)
_CALL_WITH_VARIABLES = re.compile(_START + _WORD + _WORD + _NAMES)
_COUNTS = (
    re.compile(r"countPage\s*=\s*(?:parseInt\(\s*)?[\"']?(\d{1,9})\b"),
    # The ministry of science.
    re.compile(r"pagination_script_config\b[^;]{0,400}?\btotal[\"']?\s*[:=]\s*[\"']?(\d{1,9})\b"),
)
_CURRENT = re.compile(r"currentPage\s*=\s*[\"']?(\d{1,9})\b")
# The default template, where the list's files are called otherwise than the page (the ministry of ecology):
# `"index_8597" + "_" + nextPage + "." + "shtml"`.
_NEXT_IN_SCRIPT = re.compile(
    r"""_["']\s*+\+\s*+next\w*+\s*+\+\s*+["']\.(?:["']\s*+\+\s*+["'])?(s?html?)\b""", re.IGNORECASE
)
_STEM_BEFORE = re.compile(r"""([A-Za-z][\w-]*+)(?:["']\s*+\+\s*+["'])?$""")
_LONGEST_STEM = 200
_EXTS = ("html", "shtml", "htm")
_EXT_IN_SCRIPT = re.compile(r"""["']\.(s?html?)["']""")


def read(page: Page) -> Listing | None:
    """The list page of a TRS site; the next page stays in the same folder."""
    for pattern in _CALLS:
        if call := pattern.search(page.text):
            return _listing(page, int(call["pages"]), int(call["current"]), File(call["stem"], call["ext"]))
    counts = (found for pattern in _COUNTS if (found := pattern.search(page.text)))
    if count := next(counts, None):
        shown = _CURRENT.search(page.text)
        return _listing(page, int(count[1]), int(shown[1]) if shown else 0, _names(page))
    return None


def _names(page: Page) -> File:
    """What the list's files are called: by the script that writes the page numbers, and by its address.

    The ending is empty where neither tells it.
    """
    own, written = file_of(page.url), _written(page.text)
    if written and (own is None or own.stem != written.stem):
        return written
    if own:
        return own
    if call := _CALL_WITH_VARIABLES.search(page.text):
        return File(call["stem"], call["ext"])
    ext = _EXT_IN_SCRIPT.search(page.text)
    return File("index", ext[1] if ext else "")


def _written(text: str) -> File | None:
    """The file that a script puts together."""
    following = _NEXT_IN_SCRIPT.search(text)
    start = following.start() if following else 0
    stem = _STEM_BEFORE.search(text[max(0, start - _LONGEST_STEM) : start])
    return File(stem[1], following[1]) if following and stem else None


def _listing(page: Page, pages: int, shown: int, names: File) -> Listing:
    own = file_of(page.url)
    place = own.number if own and own.stem == names.stem else None
    if place is None:
        return _first(page, pages, names) if shown == 0 else _after(page, pages, shown, names)
    # Copied templates print a wrong current page, so the address is asked first. Where both agree on another
    # base than 0, files count from 1.
    from_one = place > 1 and shown == place - 1
    return _after(page, pages + from_one, place, names)


def _first(page: Page, pages: int, names: File) -> Listing:
    # Some sites count from 1 (Guizhou, Guilin): `index_1` is the first page again, or missing.
    addresses = [names.at(page.url, 1), names.at(page.url, 2)]
    if not names.ext:  # a folder's page that does not tell its files' ending
        addresses = [File(names.stem, ext).at(page.url, place) for place in (1, 2) for ext in _EXTS]
    first, *others = (url for url in addresses if url)
    return Listing((), Next(first, otherwise=tuple(others)) if pages > 1 else None, pages=pages)


def _after(page: Page, pages: int, place: int, names: File) -> Listing:
    url = names.at(page.url, place + 1)
    # Copied templates declare too many pages; what a list lacks of those declared is told.
    onward = Next(url, guessed=True) if url and names.ext and place + 1 < pages else None
    return Listing((), onward, pages=pages)
