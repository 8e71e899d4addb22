"""Lists with a plain 下一页 link, pages numbered from 1: bespoke provincial and old static sites."""

from __future__ import annotations

from flows.demo.data import DemoSite
from flows.demo.families.base import Style, build_static
from flows.demo.web import Article, Column, Routes


def build(site: DemoSite) -> Routes:
    """Routes of a site with next links; `article` is dated (day folder, hash) or content (content_N)."""
    ext = site.options.get("ext", "html")

    def name(place: int) -> str:
        return f"index.{ext}" if place == 1 else f"index_{place}.{ext}"

    def article_url(column: Column, article: Article) -> str:
        if site.options.get("article") == "content":
            return f"/{column.path}/content_{article.number}.html"
        return f"/{column.path}/{article.date.replace('-', '')}/{article.hexadecimal}.html"

    def pager(_: Column, place: int, pages: int) -> str:
        last = f'<a href="{name(pages)}">尾页</a>'
        onward = f'<a href="{name(place + 1)}">下一页</a>' if place < pages else '<a href="#">下一页</a>'
        return f'<div class="page">第{place}页 共{pages}页 <a href="{name(1)}">首页</a> {onward} {last}</div>'

    style = Style(
        section_url=lambda slug: f"/{slug}/index.{ext}",
        page_url=lambda column, place, _: f"/{column.path}/{name(place)}",
        article_url=article_url,
        pager=pager,
        container='<div id="ivs_content" class="Article_content">{}</div>',
    )
    return build_static(site, style)
