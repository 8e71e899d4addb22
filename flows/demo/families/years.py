"""Year sub-columns without paging: `zfxxgknb/2022n/` lists every body's report for the year."""

from __future__ import annotations

from dataclasses import replace

from flows.demo.data import DemoSite
from flows.demo.families.base import Style, build_static
from flows.demo.web import Article, Column, Routes

WHOLE_LIST = 100


def build(site: DemoSite) -> Routes:
    """Routes of a site whose annual-report column only leads on to the years."""
    style = Style(
        section_url=lambda slug: f"/zwgk/{slug}/index.html",
        page_url=lambda column, place, pages: f"/zwgk/{column.path}/index.html",
        article_url=_article_url,
        pager=lambda column, place, pages: "",
        container='<div class="article-content" id="fontzoom">{}</div>',
    )
    return build_static(replace(site, page_size=WHOLE_LIST), style)


def _article_url(column: Column, article: Article) -> str:
    day = article.date.replace("-", "")
    return f"/zwgk/{column.path}/{day[:6]}/{day}_{article.number}.html"
