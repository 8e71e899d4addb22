"""How a site spreads its reports, and the articles among them, over columns."""

from __future__ import annotations

from flows.demo.data import Body, DemoSite, Report
from flows.demo.prose import texts
from flows.demo.web import Article, Column

TITLE = "政府信息公开年报"
GROUPS = {"department": ("部门", "bm"), "township": ("乡镇街道", "xz")}
NEWEST_YEAR = 2024


def column_tree(site: DemoSite) -> Column:
    """The annual-report column of a site with its sub-columns, see `arrange` in sites.yml."""
    slug = site.options.get("column", "zfxxgknb")
    if site.arrange == "flat":
        listed = _report_articles(site.bodies) + fillers(site, site.filler)
        return Column(TITLE, slug, _sorted(listed), site_id=site.site_id)
    children = {"groups": _groups, "bodies": _bodies, "years": _years}[site.arrange](site, slug)
    own = () if site.arrange == "years" else tuple(body for body in site.bodies if body.group == "government")
    listed = _report_articles(own) + (fillers(site, site.filler) if own else [])
    return Column(TITLE, slug, _sorted(listed), children, site_id=site.site_id)


def _groups(site: DemoSite, parent: str) -> tuple[Column, ...]:
    columns = []
    for group, (title, slug) in GROUPS.items():
        bodies = tuple(body for body in site.bodies if body.group == group)
        if bodies:
            columns.append(_child(site, parent, title + "年报", slug, _report_articles(bodies)))
    return tuple(columns)


def _bodies(site: DemoSite, parent: str) -> tuple[Column, ...]:
    others = [body for body in site.bodies if body.group != "government"]
    return tuple(_child(site, parent, body.name, body.slug, _report_articles((body,))) for body in others)


def _years(site: DemoSite, parent: str) -> tuple[Column, ...]:
    columns = []
    for year in sorted({report.year for report in site.reports()}, reverse=True):
        articles = [article_of(report) for report in site.reports() if report.year == year]
        articles += fillers(site, site.filler, year)
        columns.append(_child(site, parent, f"{year}年", f"{year}n", articles))
    return tuple(columns)


def _child(site: DemoSite, parent: str, title: str, slug: str, articles: list[Article]) -> Column:
    return Column(title, slug, _sorted(articles), parent=parent, site_id=site.site_id)


def section_number(site: DemoSite, slug: str) -> int:
    """The column id of a plain section of the site."""
    return Column(slug, slug, (), site_id=site.site_id).number


def article_of(report: Report) -> Article:
    """The list entry of a report; a corrected one keeps its address."""
    return Article(report.title, report.published, report.publisher, report)


def _report_articles(bodies: tuple[Body, ...]) -> list[Article]:
    return [article_of(report) for body in bodies for report in body.reports]


def fillers(site: DemoSite, count: int, year: int = NEWEST_YEAR) -> list[Article]:
    """`count` articles that are no reports, going back from `year`."""
    templates = texts()["filler"]
    articles = []
    for place in range(count):
        template, when = templates[place % len(templates)], year - place // len(templates)
        title = template["title"].format(place=site.place or site.publisher, year=when, n=when - 1)
        date = f"{when}-{template['month']:02d}-{5 + 7 * place % 23:02d}"
        articles.append(Article(title, date, site.publisher, text=template["text"]))
    return articles


def _sorted(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.date, article.title), reverse=True))
