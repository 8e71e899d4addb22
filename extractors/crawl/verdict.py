"""What a fetched body turns out to be: report, list, page on the way, attachment, error page or shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import cached_property

from extractors.crawl.ascent import is_article_address
from extractors.crawl.documents import documents, frames, scan
from extractors.crawl.exchange import Verdict
from extractors.crawl.leads import Lead
from extractors.crawl.media import is_text
from extractors.crawl.page import Page
from extractors.crawl.words import (
    is_blank,
    is_error,
    is_login,
    is_no_report,
    is_other_report,
    is_report_page,
    is_report_title,
    is_summary,
    speaks_of_reports,
)
from extractors.families import Listing, read_listing

_APP = re.compile(
    r"""<(?:div|section|main)\s+id=["']?(?:app|root|__nuxt|__next)["']?[^<>]*>\s*+</|<app-root""",
    re.IGNORECASE,
)
_SHELL_WORDS = 150
_STUB = 500
# So many reports of different names are a list, so many sentences a text.
_SEVERAL = 3
_FILE_ENDING = re.compile(r"\.\w{3,4}$")
_TITLE_END = re.compile(r"[-_|—]")


class Seen:
    """The page of a lead, and the verdict on it; what it is of a list is read when first asked for."""

    def __init__(self, page: Page, lead: Lead) -> None:
        self.page = page
        self.verdict = judge_page(page, lambda: self.listing, lead)

    @cached_property
    def listing(self) -> Listing:
        """What its family reads from it."""
        return read_listing(self.page)


def judge_page(page: Page, listing: Callable[[], Listing], lead: Lead) -> Verdict:
    """The outcome and role of a page or file fetched because of `lead`.

    `listing` reads what the page is of a list: it is asked only where that decides, for it takes time.
    """
    if _is_no_list(page, listing, lead):
        return Verdict("soft_404", lead.role)
    if not page.html:
        return Verdict("ok", "list") if listing().links else _judge_file(page, lead)
    if (fault := _fault(page, listing)) is not None:
        return Verdict(fault, lead.role)
    if page.moved_to is not None:
        return Verdict("ok", "page")
    role = _role(page, lead)
    broken = role == "page" and _is_broken_promise(page, lead)
    return Verdict("soft_404", "report") if broken else Verdict("ok", role)


def judge_attachment(page: Page) -> Verdict:
    """A file is a file, and a web page that shows one leads to it; any other web page is an error page."""
    if not page.html:
        return Verdict("soft_404" if _says_nothing(page) else "ok", "attachment")
    if is_report_page(page):
        return Verdict("ok", "attachment")  # Word files saved as web pages
    if is_login(page):
        return Verdict("login_wall", "attachment")
    leads_on = not is_error(page) and (page.moved_to or documents(page))
    return Verdict("ok", "page") if leads_on else Verdict("soft_404", "attachment")


def inner_pages(page: Page, lead: Lead) -> tuple[str, ...]:
    """The frames that hold the text of a report's page which has none, and no document, of its own."""
    if lead.role != "report" or not page.html or is_report_page(page) or documents(page) or scan(page):
        return ()
    return frames(page)


def _is_no_list(page: Page, listing: Callable[[], Listing], lead: Lead) -> bool:
    """Whether a list's next page, though the list said that there is one, came without anything of a list."""
    promised = lead.onward is not None and not lead.onward.guessed
    return promised and listing() == Listing() and not page.anchors and page.moved_to is None


def _judge_file(page: Page, lead: Lead) -> Verdict:
    if lead.role == "report" and _says_nothing(page):
        return Verdict("soft_404", lead.role)
    # A year, or a body's name, in a column may lead straight to the document.
    return Verdict("ok", "report" if lead.in_column and not is_text(page.media_type) else lead.role)


def _says_nothing(page: Page) -> bool:
    """Whether a file in a document's place is empty or a reply of data."""
    return page.size == 0 or (is_text(page.media_type) and page.size < _STUB)


def _fault(page: Page, listing: Callable[[], Listing]) -> str | None:
    """The outcome of a page that is not what was asked for: error, login, empty shell."""
    if is_report_page(page):
        return None
    if is_error(page):
        return "soft_404"
    if is_login(page):
        return "login_wall"
    if page.moved_to is not None or listing().links or listing().next is not None:
        return None
    if _APP.search(page.text) and len(page.words) < _SHELL_WORDS:
        return "needs_browser"
    empty = page.size < _STUB and not (page.anchors or page.frames or page.options)
    return "soft_404" if empty and not documents(page) and not scan(page) else None


def _is_broken_promise(page: Page, lead: Lead) -> bool:
    """Whether a link that named a report led to a page that has nothing to do with reports."""
    title = _title(page)
    return (
        lead.role == "report"
        and is_report_title(lead.text or "")
        and not (
            is_blank(title) or is_no_report(title) or is_other_report(title) or is_report_title(title, True)
        )
        and not (frames(page) or speaks_of_reports(page))
        and not any(is_report_title(link.text) for link in page.anchors)
    )


def _role(page: Page, lead: Lead) -> str:
    if is_report_page(page):
        return "page" if is_blank(_title(page)) else "report"
    if lead.role == "report" or _is_report_article(page, lead):
        return _role_of_titled(page, lead)
    return lead.role


def _is_report_article(page: Page, lead: Lead) -> bool:
    """Whether an article that a year or a column's address led to calls itself a report."""
    return lead.in_column and is_report_title(page.metas.get("articletitle") or "", in_column=True)


def _role_of_titled(page: Page, lead: Lead) -> str:
    """The role of a page whose link or title promised a report, but which has not the headings of one."""
    title = _title(page)
    if is_no_report(title) or is_other_report(title):
        return "page"
    listed = {
        link.url: _FILE_ENDING.sub("", link.text) for link in page.anchors if is_report_title(link.text)
    }
    if is_summary(title) or (len(set(listed.values())) >= _SEVERAL and not _is_article(page, listed)):
        return "list"
    if len(listed) >= 2 and not is_report_title(title):
        return "list" if lead.in_column else "page"
    named = is_report_title(title, in_column=True)
    if not documents(page) and not scan(page) and (frames(page) or not (named or speaks_of_reports(page))):
        return "page"
    return "report"


def _is_article(page: Page, listed: Container[str]) -> bool:
    """Whether a page calls itself one, or has a text, a document or a scan beside what it lists."""
    told = page.metas.get("articletitle") or page.own_words.count("。") >= _SEVERAL
    if told or any(document.url not in listed for document in documents(page)):
        return True
    return is_article_address(page.url) and bool(scan(page) or frames(page))


def _title(page: Page) -> str:
    return page.metas.get("articletitle") or page.heading or _TITLE_END.split(page.title)[0]
