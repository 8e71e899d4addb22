"""What the families share: a site of static pages, built from a `Style` that names addresses and markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

from flows.demo import pages
from flows.demo.columns import TITLE, column_tree
from flows.demo.data import DemoSite
from flows.demo.pages import Link
from flows.demo.web import Answer, Article, Column, Handler, Routes, later

PLATFORM = "zfxxgk"


@dataclass(frozen=True, slots=True)
class Style:
    """Addresses and markup of a family.

    `section_url(slug)` is the address of a plain section (platform, guide, news …),
    `page_url(column, n, count)` that of page n (from 1) of a list, `article_url(column, article)` that of an
    article. `pager(column, n, count)` is what stands below a list, `rows(column, articles)` the list itself
    where it is not a plain one, `container` the element around a body, `{}`.
    With `first_page_only` a script fetches the later pages.
    """

    section_url: Callable[[str], str]
    page_url: Callable[[Column, int, int], str]
    article_url: Callable[[Column, Article], str]
    pager: Callable[[Column, int, int], str]
    container: str
    rows: Callable[[Column, tuple[Article, ...]], str] | None = None
    first_page_only: bool = False


def build_static(site: DemoSite, style: Style) -> Routes:
    """The routes of a site of static pages: home, sections, lists with their pages, articles."""
    top = column_tree(site)
    routes = _sections(site, style, top)
    for column in (top, *top.children):
        cut = column.pages(site.page_size)
        for place, articles in enumerate(cut[:1] if style.first_page_only else cut, start=1):
            url = style.page_url(column, place, len(cut))
            routes[url] = _list_page(site, style, top, column, place, articles)
        for article in column.articles:
            if not (article.report and article.report.gone):
                routes[style.article_url(column, article)] = _article_page(site, style, top, column, article)
    return with_indexes(routes)


def with_indexes(routes: Routes) -> Routes:
    """The routes with `…/index.html` and the like also at their folder, as web servers do."""
    folders = {path.rsplit("/", 1)[0] + "/": handler for path, handler in routes.items() if "/index." in path}
    return routes | folders


def static(site: DemoSite, make: Callable[[], str], date: str = "2025-03-31") -> Handler:
    """A handler for a page that is made once, when first asked for."""

    @cache
    def answer() -> Answer:
        return Answer(pages.encode(site, make()), content_type=pages.content_type(site), date=date)

    return lambda _: answer()


def default_rows(style: Style, column: Column, articles: tuple[Article, ...]) -> str:
    """A plain `<ul>` of links, each with its date; long titles are cut, the whole one is in `title`."""
    items = [row(article, style.article_url(column, article)) for article in articles]
    return '<ul class="list">\n' + "\n".join(items) + "\n</ul>"


def row(article: Article, href: str) -> str:
    """One list entry."""
    title = escape(article.title)
    shown = title if len(title) <= 32 else title[:30] + "…"
    link = f'<a href="{escape(href)}" title="{title}" target="_blank">{shown}</a>'
    return f"<li>{link}<span>{article.date}</span></li>"


def _sections(site: DemoSite, style: Style, top: Column) -> Routes:
    nav, side = navigation(style), side_menu(style, top, site)
    routes = {"/": static(site, lambda: _home(site, style, nav))}
    for slug, title in {**pages.NAV, **pages.PARTS}.items():
        routes[style.section_url(slug)] = static(site, _plain_section(site, title, nav, side))
    return routes


def _home(site: DemoSite, style: Style, nav: list[Link]) -> str:
    url = escape(style.section_url(PLATFORM))
    link = f'<a href="{url}"><img src="/images/xxgk.png" alt="政府信息公开"></a>'
    panel = link if site.options.get("panel") == "image" else pages.anchor(("政府信息公开", url))
    main = f'<div class="panel">{panel}</div><p>欢迎访问{escape(site.publisher)}网站。</p>'
    return pages.shell(site, f"{site.publisher}网站", main, nav, [], [("首页", "/")])


def _plain_section(site: DemoSite, title: str, nav: list[Link], side: list[Link]) -> Callable[[], str]:
    main = f"<h1>{title}</h1><p>本栏目由{escape(site.publisher)}提供{title}。</p>"
    return lambda: pages.shell(
        site, f"{title}_{site.publisher}", main, nav, side, [("首页", "/"), (title, "#")]
    )


def navigation(style: Style) -> list[Link]:
    """The links of the main navigation."""
    return [("首页", "/"), *((text, style.section_url(slug)) for slug, text in pages.NAV.items())]


def side_menu(style: Style, top: Column, site: DemoSite) -> list[Link]:
    """The four parts of the platform."""
    first = style.page_url(top, 1, len(top.pages(site.page_size)))
    return [*((text, style.section_url(slug)) for slug, text in pages.PARTS.items()), (TITLE, first)]


def sub_columns(site: DemoSite, style: Style, top: Column) -> str:
    """Links to the sub-columns, as the annual-report column shows them."""
    links = [
        (child.title, style.page_url(child, 1, len(child.pages(site.page_size)))) for child in top.children
    ]
    return '<div class="sub">' + "".join(pages.anchor(link) for link in links) + "</div>" if links else ""


def crumbs(site: DemoSite, style: Style, top: Column, column: Column) -> list[Link]:
    """The way from the home page to a column."""
    trail = [("首页", "/"), ("政府信息公开", style.section_url(PLATFORM))]
    steps = [top] if column is top else [top, column]
    return trail + [(step.title, style.page_url(step, 1, len(step.pages(site.page_size)))) for step in steps]


def _list_page(
    site: DemoSite, style: Style, top: Column, column: Column, place: int, articles: tuple[Article, ...]
) -> Handler:
    def make() -> str:
        rows = style.rows(column, articles) if style.rows else default_rows(style, column, articles)
        main = f"<h2>{column.title}</h2>\n{sub_columns(site, style, top)}\n{rows}\n"
        main += style.pager(column, place, len(column.pages(site.page_size)))
        return page(site, style, top, column, main)

    return static(site, make, max(_dates(articles)))


def _article_page(site: DemoSite, style: Style, top: Column, column: Column, article: Article) -> Handler:
    def make() -> str:
        return page(site, style, top, column, pages.article_main(article, style.container), article)

    return static(site, make, changed_on(article))


def page(
    site: DemoSite, style: Style, top: Column, column: Column, main: str, article: Article | None = None
) -> str:
    """A list or article page in the site's shell."""
    title = f"{article.title if article else column.title}_{site.publisher}"
    crumb = crumbs(site, style, top, column)
    side = side_menu(style, top, site)
    return pages.shell(site, title, main, navigation(style), side, crumb, pages.metas(site, column, article))


def changed_on(article: Article) -> str:
    """The day the article's page last changed: its publication, each revision a day later."""
    if not article.report or not article.report.revision:
        return article.date
    return later(article.date, article.report.revision)


def _dates(articles: tuple[Article, ...]) -> Iterator[str]:
    yield "2019-01-02"
    yield from (article.date for article in articles)
