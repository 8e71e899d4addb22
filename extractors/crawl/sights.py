"""What the pages of a walk show, to tell those that come again under another address."""

from __future__ import annotations

import hashlib
import re

from extractors.crawl.page import Page
from extractors.crawl.words import is_report_page

# Clocks, counters of visits and sizes of lists are numbers.
_NUMBERS = re.compile(r"\d+")
_FEW_WORDS = 20


class Sights:
    """The pages that are no reports: home pages, lists, pages on the way."""

    def __init__(self) -> None:
        self._by_url: dict[str, tuple[bytes, bytes]] = {}
        self._all: dict[bool, set[bytes]] = {False: set(), True: set()}

    def add(self, page: Page) -> None:
        """Keep what a page shows."""
        self._by_url[page.url] = _shown(page), _shown(page, with_numbers=True)
        for with_numbers, shown in enumerate(self._by_url[page.url]):
            self._all[bool(with_numbers)].add(shown)

    def hold(self, page: Page, role: str) -> bool:
        """Whether a page shows what another has shown, as the home page in a report's place does."""
        if not page.html or is_report_page(page):
            return False
        with_numbers = role == "list"  # those of two years may differ in numbers only
        return _shown(page, with_numbers) in self._all[with_numbers]

    def repeat(self, page: Page, url: str | None, with_numbers: bool) -> bool:
        """Whether a page shows the same as that at `url`, which led to it."""
        shown = self._by_url.get(url or "")
        return shown is not None and shown[with_numbers] == _shown(page, with_numbers)


def _shown(page: Page, with_numbers: bool = False) -> bytes:
    words = page.words if page.html else ""
    text = page.title + words if len(words) >= _FEW_WORDS else page.text
    text = text if with_numbers else _NUMBERS.sub("", text)
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
