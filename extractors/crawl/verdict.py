"""What a fetched body turns out to be: report, list, page on the way, attachment, error page or shell."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bs4.element import Tag

from extractors.crawl.discovery import Lead
from extractors.crawl.fetcher import Verdict
from extractors.crawl.page import Link, Page, squeeze
from extractors.crawl.urls import is_file, resolve
from extractors.crawl.words import holds_figures, is_no_report, is_report_page, is_report_title
from extractors.families import Listing

_APP = re.compile(r"""<div\s+id=["']?(app|root)["']?[^>]*>\s*</div>""", re.IGNORECASE)
_SHELL_WORDS = 150
_STUB = 500
_DOWNLOAD = re.compile(
    r"downfile\.jsp|download\.jsp|DownloadAttach|/attachments?/|/download\b|fileDown", re.IGNORECASE
)
_IN_SCRIPT = re.compile(r"""["']([^"'<>\s]+\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar))["']""", re.IGNORECASE)
_VIEWER = re.compile(r"[?&]file=([^&]+)")


def judge_page(page: Page, listing: Listing, lead: Lead) -> Verdict:
    """The outcome and role of a page or file fetched because of `lead`."""
    if not page.html:
        return Verdict("ok", lead.role)
    if page.moved_to is not None:
        return Verdict("ok", "page")
    if is_shell(page, listing):
        return Verdict("needs_browser", lead.role)
    if page.size < _STUB and not page.links and not listing.links:
        return Verdict("soft_404", lead.role)
    return Verdict("ok", _role(page, lead))


def judge_attachment(page: Page) -> Verdict:
    """A file is a file; a web page in its place is an error page."""
    return Verdict("soft_404" if page.html else "ok", "attachment")


def is_shell(page: Page, listing: Listing) -> bool:
    """Whether the page is empty until a script fills it, and no family knows where the data are."""
    empty = _APP.search(page.text) is not None and len(page.words) < _SHELL_WORDS
    return empty and not listing.links and listing.next is None


def attachments(page: Page) -> tuple[Link, ...]:
    """The documents that a report page without figures of its own links to, in order."""
    if not page.html or holds_figures(page):
        return ()
    linked = (link for link in page.links if is_file(link.url) or _DOWNLOAD.search(link.url))
    framed = (Link(url, "") for url in _embedded(page))
    scripted = (
        Link(url, "")
        for found in _IN_SCRIPT.findall(page.text)
        if (url := resolve(page.base, found)) is not None
    )
    by_url = {link.url: link for link in reversed((*linked, *framed, *scripted))}
    return tuple(reversed(by_url.values()))


def _role(page: Page, lead: Lead) -> str:
    if is_report_page(page):
        return "report"
    if lead.role == "report" or _is_report_article(page, lead):
        return _role_of_titled(page, lead)
    return lead.role


def _is_report_article(page: Page, lead: Lead) -> bool:
    """Whether an article that a year or a column's address led to calls itself a report."""
    return lead.in_column and is_report_title(page.metas.get("articletitle") or "", in_column=True)


def _role_of_titled(page: Page, lead: Lead) -> str:
    """The role of a page whose link or title promised a report, but which has not the headings of one."""
    title = page.metas.get("articletitle") or page.heading or re.split(r"[-_|]", page.title)[0]
    if is_no_report(title):
        return "page"
    listed = [link for link in page.links if is_report_title(link.text)]
    is_list = len(listed) >= 2 and not is_report_title(title)
    return "list" if is_list and lead.in_column else "report"


def _embedded(page: Page) -> tuple[str, ...]:
    """Documents shown inside the page: iframe, embed, object, and viewers with the file in their address."""
    found = []
    for tag in page.soup.find_all(["iframe", "embed", "object"]):
        found += _sources(tag, page)
    return tuple(url for url in found if is_file(url))


def _sources(tag: Tag, page: Page) -> list[str]:
    source = squeeze(str(tag.get("src") or tag.get("data") or ""))
    viewed = _VIEWER.search(source)
    candidates = [unquote(viewed.group(1))] if viewed else [source]
    return [url for candidate in candidates if (url := resolve(page.base, candidate)) is not None]
