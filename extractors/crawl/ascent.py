"""From one report up to the column that lists it, by its address; breadcrumbs are links like others."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from extractors.crawl.words import is_column_path

_HANWEB = re.compile(r"/art/\d{4}/(?:\d+/\d+/)?art_(\d+)_\d+\.html")
_UCAP = re.compile(r"c\d{5,}")
# Folders below a column: months, days, years, and what systems put articles into.
_BELOW = re.compile(r"\d{4,8}|\d{4}-\d\d(?:-\d\d)?|\d{1,2}|content|info|contents|files")
_LIST_NAME = re.compile(r"/(?:(?:index|list|default|common_list|nav_list|xxgk_list)[\w-]*\.\w+)?")


def is_article_address(url: str) -> bool:
    """Whether an address is that of one page in a folder, not of the folder or its index."""
    path = urlsplit(url).path
    return _LIST_NAME.fullmatch(path[path.rfind("/") :]) is None


def columns_above(url: str) -> tuple[str, ...]:
    """Where the column of the report at `url` may be, likeliest first; the home page comes last."""
    known = _HANWEB.search(url)
    found = [f"/col/col{known[1]}/index.html"] if known else []
    folders = urlsplit(url).path.split("/")[1:-1]
    while folders and _BELOW.fullmatch(folders[-1]):
        folders.pop()
    if folders and not known:
        place = f"/{'/'.join(folders)}/"
        found.append(f"{place}list.shtml" if _UCAP.fullmatch(folders[-1]) else place)
        above = next((n for n, name in enumerate(folders, 1) if is_column_path(f"/{name}/")), None)
        found += [f"/{'/'.join(folders[:above])}/"] if above else []
    return tuple(dict.fromkeys(urljoin(url, path) for path in (*found, "/")))
