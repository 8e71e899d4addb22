"""How lists number their pages: in the name of the file, in a parameter, in words on the page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extractors.crawl.page import Page
from extractors.crawl.urls import resolve
from extractors.families.data import number, parsed
from extractors.families.listing import Next

# Names of the parameter with the page's number, in lower case, the surer ones first: MIIT's `pg` is a size.
NAMES = (
    *("page", "pageindex", "pageno", "pagenum", "pagenumber", "currpage", "curpage", "cur_page"),
    *("currentpage", "page_no", "page_index", "page_num", "topage", "nowpage", "pagenow"),
    *("cpage", "current", "pn", "p", "pg"),
)
_FILE = re.compile(
    r"/(?P<stem>[A-Za-z][\w-]*?)(?:(?P<mark>[_-])(?P<number>\d{1,3}))?\.(?P<ext>s?html?|jhtml|jspx?|aspx?|php)$"
)
_BLANK = r"(?:\s|&nbsp;|<[^>]{0,200}>)*+"
# Each with the words of which it needs one, for looking for a word takes no time.
_PAGES = (
    (("页",), re.compile(rf"共{_BLANK}(\d{{1,9}}){_BLANK}页")),
    (("页",), re.compile(rf"/(?<=[\d\s;>]/){_BLANK}(\d{{1,9}}){_BLANK}页")),
    (("页",), re.compile(rf"页\s*+(?:次|数|码)?\s*+[:：]{_BLANK}\d+{_BLANK}/{_BLANK}(\d{{1,9}})")),
    (("条",), re.compile(rf"共{_BLANK}\d{{1,9}}{_BLANK}条{_BLANK}\d{{1,9}}{_BLANK}/{_BLANK}(\d{{1,9}})")),
    (
        ("totalPage", "pageCount", "countPage", "pages"),
        re.compile(r"\b(?:totalPages?|pageCount|countPage|pages)[\"']?\s*[:=]\s*[\"']?(\d{1,9})\b"),
    ),
)
_LABEL = re.compile(r"[\[【(（]?第?(\d{1,6})页?[\]】)）]?")


@dataclass(frozen=True, slots=True)
class File:
    """A list page's file: `index`, 2 and `html` of `index_2.html`; `number` is None on the first page."""

    stem: str
    ext: str
    number: int | None = None
    mark: str = "_"

    def at(self, url: str, place: int) -> str | None:
        """The address of the file of that number beside `url`."""
        return resolve(url, f"{self.stem}{self.mark}{place}.{self.ext}")


def file_of(url: str) -> File | None:
    """The file that a list page's address names; None for a folder or another kind of address."""
    found = _FILE.search(urlsplit(url).path)
    if found is None:
        return None
    place = int(found["number"]) if found["number"] else None
    return File(found["stem"], found["ext"], place, found["mark"] or "_")


def declared_pages(text: str) -> int | None:
    """How many pages a list page declares, as in `共3页`, `共44条 1/3`, `totalPage = 3`."""
    patterns = (pattern for words, pattern in _PAGES if any(word in text for word in words))
    return next((int(found[1]) for pattern in patterns if (found := pattern.search(text))), None)


def place_of(label: str) -> int | None:
    """The page that a pager's label names, as in `2`, `[2]`, `第2页`."""
    found = _LABEL.fullmatch(label)
    return int(found[1]) if found else None


def numbered_parameter(query: str) -> tuple[str, int] | None:
    """The parameter of a query or form that holds the page's number, and that number."""
    pairs = [(name, value) for name, value in parse_qsl(query) if value.isascii() and value.isdecimal()]
    ranked = [(NAMES.index(plain), name, value) for name, value in pairs if (plain := name.lower()) in NAMES]
    return (min(ranked)[1], number(min(ranked)[2])) if ranked else None


def turned(page: Page) -> Next | None:
    """The request that brought `page`, for the page after it; None when it has no page number."""
    if page.posted is not None and page.posted.startswith("{"):
        return _turned_json(page.url, page.posted)
    if page.posted is not None and (posted := numbered_parameter(page.posted)):
        return Next(page.url, with_parameter(page.posted, posted[0], posted[1] + 1))
    parts = urlsplit(page.url)
    if asked := numbered_parameter(parts.query):
        query = with_parameter(parts.query, asked[0], asked[1] + 1)
        return Next(urlunsplit(parts._replace(query=query)), page.posted)
    return None


def _turned_json(url: str, posted: str) -> Next | None:
    sent = parsed(posted)
    named = {name.lower(): name for name in sent} if isinstance(sent, dict) else {}
    name = next((named[name] for name in NAMES if name in named), None)
    if name is None:
        return None
    value = number(sent[name]) + 1
    return Next(url, json.dumps(sent | {name: str(value) if isinstance(sent[name], str) else value}))


def with_parameter(query: str, name: str, value: int) -> str:
    """A query or form with one parameter set, the others as they are."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if name not in dict(pairs):
        pairs.append((name, ""))
    return urlencode([(key, str(value) if key == name else old) for key, old in pairs])
