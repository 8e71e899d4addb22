"""UCAP 开普: columns `c120215`, `createPageHTML('page_div', pages, current, stem, 'shtml', rows)` from 1."""

from __future__ import annotations

from flows.demo.columns import section_number
from flows.demo.data import DemoSite
from flows.demo.families.base import Style, build_static
from flows.demo.web import Article, Column, Routes


def build(site: DemoSite) -> Routes:
    """Routes of a UCAP site; page N of a list is `list_N.shtml`."""
    code, stem = site.options["code"], site.options["stem"]

    def page_url(column: Column, place: int, _: int) -> str:
        return f"/{code}/c{column.number}/{stem if place == 1 else f'{stem}_{place}'}.shtml"

    def article_url(column: Column, article: Article) -> str:
        month = article.date[:7].replace("-", "")
        return f"/{code}/c{column.number}/{month}/{article.hexadecimal}.shtml"

    def pager(column: Column, place: int, pages: int) -> str:
        call = f"createPageHTML('page_div',{pages}, {place},'{stem}','shtml',{len(column.articles)});"
        return f'<div id="page_div" class="page"></div><script>{call}</script>'

    style = Style(
        section_url=lambda slug: f"/{code}/c{section_number(site, slug)}/{stem}.shtml",
        page_url=page_url,
        article_url=article_url,
        pager=pager,
        container='<div id="UCAP-CONTENT">{}</div>',
    )
    return build_static(site, style)
