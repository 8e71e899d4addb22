"""博达 VSB: reversed paging. Of T pages, page P is `<column>/{T-P+1}.htm`, the first is `<column>.htm`."""

from __future__ import annotations

from flows.demo.data import DemoSite
from flows.demo.families.base import Style, build_static
from flows.demo.web import Article, Column, Routes

INNER = '<div id="vsb_content"><div class="v_news_content">{}</div></div>'
BODY = f'<form name="_newscontent_fromname">{INNER}</form>'


def build(site: DemoSite) -> Routes:
    """Routes of a 博达 site; the pager names the pages and links to the next and the last one."""
    style = Style(
        section_url=lambda slug: f"/{slug}.htm",
        page_url=_page_url,
        article_url=_article_url,
        pager=_pager,
        container=BODY,
    )
    return build_static(site, style)


def _page_url(column: Column, place: int, pages: int) -> str:
    return f"/zfxxgk/{column.path}.htm" if place == 1 else f"/zfxxgk/{column.path}/{pages - place + 1}.htm"


def _article_url(column: Column, article: Article) -> str:
    return f"/info/{column.number % 10_000}/{article.number}.htm"


def _pager(column: Column, place: int, pages: int) -> str:
    folder = f"{column.slug}/" if place == 1 else ""
    links = [f"<span>共{len(column.articles)}条 {place}/{pages}</span>"]
    if place < pages:
        links.append(f'<a href="{folder}{pages - place}.htm" class="Next">下页</a>')
        links.append(f'<a href="{folder}1.htm" class="Next">尾页</a>')
    return f'<div class="pb_sys_common">{" ".join(links)}</div>'
