"""Identity: who reports on which year, told by title, headings, period, source line, site; never guessed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from extractors.document import Document
from transforms.divisions import load
from transforms.identity.checks import days_late, form_findings, implausible_findings, late_finding
from transforms.identity.dates import published_on
from transforms.identity.evidence import find_publisher
from transforms.identity.lines import Lines
from transforms.identity.preamble import announced_years
from transforms.identity.publisher import Site
from transforms.identity.scope import find_scope
from transforms.identity.titles import headings, is_report_title, own_titles, titles_begun
from transforms.identity.years import leaf_year, period_years, title_year
from transforms.prose import prose, squeeze
from transforms.records import Context, Finding, Identity
from transforms.script import in_simplified, simplified

__all__ = [
    "days_late",
    "form_findings",
    "identify",
    "identify_simplified",
    "implausible_findings",
    "late_finding",
]

_DATE_TAGS = ("pubdate", "firstpublishedtime", "publishdate", "publishtime", "htmlgeneratetime")


def identify(document: Document, context: Context) -> Identity:
    """What the document and the link to it tell; a null where they do not."""
    simple = in_simplified(document)
    return identify_simplified(simple, list(prose(simple.paragraphs())), context)


def identify_simplified(document: Document, texts: list[str], context: Context) -> Identity:
    """As `identify`, of a document in simplified script and its running texts (`prose`)."""
    context = _context(context)
    lines = Lines(document)
    titles = own_titles(document)
    own = [title for title in titles if is_report_title(title)]
    printed = list(headings(lines.head_without_links))
    year, findings = _year(
        own, printed, next(announced_years(texts), None), period_years(texts), context.link_text
    )
    linked = [context.link_text] if context.link_text and is_report_title(context.link_text) else []
    tag = document.meta.get("articletitle")
    named = _of_year([*own, *printed, *linked], year, tag)
    # Above the heading nearest to the text may stand a list of other bodies' reports.
    begun = titles_begun(context.link_text or "")
    nearest = _of_year([*own, *reversed(printed), *linked, *begun], year, tag)
    site = _site(document, context, year)
    # 新闻中心 is a column's name, unless the text says it as well.
    called = [context.link_text or ""]
    called += [name for name in titles if not name.endswith("中心") or any(name in text for text in texts)]
    publisher = find_publisher(nearest, called, document.meta.get("contentsource"), lines, texts, site)
    scope, sentence = find_scope(texts)
    dates = [document.meta.get(tag) for tag in _DATE_TAGS]
    return Identity(
        title=next(iter([*named, *titles]), None),
        year=year,
        place=publisher.place if publisher else None,
        division_code=publisher.code if publisher else None,
        publisher=publisher.name if publisher else None,
        publisher_level=publisher.level if publisher else None,
        scope=scope,
        scope_sentence=sentence,
        published_on=published_on(dates, lines, context.listed_on, year),
        findings=findings,
    )


def _context(context: Context) -> Context:
    link = context.link_text
    return context if link is None else replace(context, link_text=simplified(link))


def _year(
    own: list[str], printed: list[str], named: int | None, periods: list[int], link: str | None
) -> tuple[int | None, tuple[Finding, ...]]:
    """The year of the page's title, else of a heading, the link, the text's own title, its period.

    `year.mismatch` is found where the text names another one.
    """
    titled = next((found for title in own if (found := title_year(title))), None)
    heading = _heading_year(printed, periods)
    linked = (title_year(link) if is_report_title(link) else leaf_year(link)) if link else None
    stated = periods[0] if periods else None
    year = titled or heading or linked or named or stated
    # A second period of the right year makes the first one a comparison.
    against = {heading, named} | (set() if year in periods else {stated})
    others = sorted(found for found in against if found not in (None, year))
    if not others:
        return year, ()
    message = (
        f"the title names {year}, the text {', '.join(map(str, others))}; the year is taken from the title"
    )
    return year, (Finding("year.mismatch", "warning", message, "source"),)


def _of_year(titles: list[str], year: int | None, tag: str | None) -> list[str]:
    """The titles, those of another year last; one that names no year may be its column's, but for the tag."""
    years = {title: title_year(title) for title in titles}
    return sorted(
        titles, key=lambda one: 0 if years[one] == year or one == tag else 1 if years[one] is None else 2
    )


def _heading_year(printed: list[str], periods: list[int]) -> int | None:
    """The year of the heading nearest to the text; of a list of reports above it, that of the period."""
    years = [found for title in printed if (found := title_year(title))]
    return next((found for found in years if found in periods), years[-1] if years else None)


def _site(document: Document, context: Context, year: int | None) -> Site:
    """The site's division from outside, else from the page's site tags (SiteIDCode begins with a code)."""
    code = context.site_division
    places = load()
    if code is None:
        tagged = document.meta.get("siteidcode", "")[:6]
        known = tagged.isdigit() and places.by_code(tagged)
        code = tagged if known else _named_division(document.meta.get("sitename", ""))
    return Site(code, context.site_publisher, year)


# All pages of a site bear its name.
@lru_cache(maxsize=1024)
def _named_division(site_name: str) -> str | None:
    reading = load().find(squeeze(site_name))
    return reading.division.division_code if reading and reading.division else None
