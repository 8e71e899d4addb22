"""TRS WCM: `t20220124_1239406.html` in month folders, `createPageHTML(count, current, stem, ext)` from 0."""

from __future__ import annotations

from flows.demo.data import DemoSite
from flows.demo.families.base import Style, build_static, row
from flows.demo.web import Article, Column, Routes

ROOT = "/zwgk/zfxxgk/"


def build(site: DemoSite) -> Routes:
    """Routes of a TRS site; `index_1` is the second page of a list."""
    listing = site.options.get("ext") or "html"
    ending = f".{site.options['ext']}" if site.options.get("ext") else ""

    def page_url(column: Column, place: int, _: int) -> str:
        stem = "index" if place == 1 else f"index_{place - 1}"
        return f"{ROOT}{column.path}/{stem}.{listing}"

    def name(article: Article) -> str:
        day = article.date.replace("-", "")
        return f"{day[:6]}/t{day}_{article.number}{ending}"

    def rows(_: Column, articles: tuple[Article, ...]) -> str:
        return (
            '<ul class="list">\n'
            + "\n".join(row(article, f"./{name(article)}") for article in articles)
            + "\n</ul>"
        )

    def pager(_: Column, place: int, pages: int) -> str:
        if site.options.get("pager") == "count_page":
            script = f"var currentPage = {place - 1};//所在页从0开始\nvar countPage = {pages}//共多少页"
        else:
            script = f'createPageHTML({pages}, {place - 1}, "index", "{listing}");'
        return f'<div class="page"><script>\n{script}\n</script></div>'

    style = Style(
        section_url=lambda slug: f"/zwgk/{slug}/index.{listing}",
        page_url=page_url,
        article_url=lambda column, article: f"{ROOT}{column.path}/{name(article)}",
        pager=pager,
        container='<div class="TRS_Editor">{}</div>',
        rows=rows,
    )
    return build_static(site, style)
