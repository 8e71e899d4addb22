"""gkmlpt (Guangdong): a catalogue in `window._CONFIG`, lists as JSON, articles as `post_N.html`."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from flows.demo import pages
from flows.demo.columns import column_tree, section_number
from flows.demo.data import DemoSite
from flows.demo.families.base import Style, build_static, changed_on, static
from flows.demo.web import Answer, Article, Column, Handler, Query, Routes

INDEX = "/gkmlpt/index"
BODY = '<div class="article-content">{}</div>'


def build(site: DemoSite) -> Routes:
    """Routes of a gkmlpt site: home page, catalogue, list API (page 0 is page 1) and posts."""
    top = column_tree(site)
    columns = (top, *top.children)
    style = Style(
        section_url=lambda slug: INDEX if slug == "zfxxgk" else f"/{slug}/index.html",
        page_url=lambda column, place, count: f"{INDEX}#{column.number}",
        article_url=lambda column, article: _post_url(article),
        pager=lambda column, place, count: "",
        container=BODY,
    )
    routes = {path: handler for path, handler in build_static(site, style).items() if "#" not in path}
    routes[INDEX] = static(site, lambda: _index(site, top))
    for column in columns:
        routes[f"/gkmlpt/api/all/{column.number}"] = _listing(site, column, column.articles)
        for article in column.articles:
            if not (article.report and article.report.gone):
                routes[_post_url(article)] = static(site, _post(site, column, article), changed_on(article))
    everything = tuple(article for column in columns for article in column.articles)
    routes["/gkmlpt/api/all/0"] = _listing(site, top, everything)
    return routes


def _post_url(article: Article) -> str:
    return (
        f"/gkmlpt/content/{article.number // 1_000_000}/{article.number // 1_000}/post_{article.number}.html"
    )


def _node(number: int, name: str, count: int, children: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": number, "name": name, "children": children, "jump_url": "", "post_count": count}


def _index(site: DemoSite, top: Column) -> str:
    parts = [_node(section_number(site, slug), name, 0, []) for slug, name in pages.PARTS.items()]
    below = [_node(child.number, child.title, len(child.articles), []) for child in top.children]
    tree = [*parts, _node(top.number, top.title, len(top.articles), below)]
    config = {"SID": site.options["sid"], "TREE": tree, "SERVICE_AREA_ID": site.division_code}
    return _app(site, "政府信息公开目录", config, '<div id="app"></div>')


def _app(site: DemoSite, title: str, config: dict[str, Any], main: str) -> str:
    script = f"<script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>"
    return pages.shell(
        site, f"{title}_{site.publisher}", main + script, [("首页", "/")], [], [("首页", "/"), (title, INDEX)]
    )


def _listing(site: DemoSite, column: Column, articles: tuple[Article, ...]) -> Handler:
    def answer(query: Query) -> Answer:
        asked = query.get("page", "1")
        page = max(int(asked), 1) if asked.isdecimal() else 1
        shown = (
            articles[(page - 1) * site.page_size : page * site.page_size] if _sid_fits(site, query) else ()
        )
        reply = {
            "classify": {"id": column.number, "name": column.title, "post_count": len(articles)},
            "total": len(articles),
            "articles": [_entry(site, article, column) for article in shown],
        }
        dates = [article.date for article in shown]
        body = json.dumps(reply, ensure_ascii=False).encode()
        return Answer(body, content_type="application/json", date=max(dates, default="2019-01-02"))

    return answer


def _sid_fits(site: DemoSite, query: Query) -> bool:
    return query.get("sid", site.options["sid"]) == site.options["sid"]


def _entry(site: DemoSite, article: Article, column: Column) -> dict[str, Any]:
    return {
        "id": article.number,
        "title": article.title,
        "document_number": "",
        "publisher": article.source,
        "date": article.date,
        "created_at": f"{article.date} 09:30:00",
        "display_publish_time": article.date,
        "first_publish_time": f"{article.date} 09:30:00",
        "url": _post_url(article),
        "post_url": _post_url(article),
        "classify_main_name": column.title,
        "attachment": [],
    }


def _post(site: DemoSite, column: Column, article: Article) -> Any:
    def make() -> str:
        grid = {
            "索引号": f"MB2{article.number}",
            "分类": column.title,
            "发布机构": article.source,
            "成文日期": article.date,
        }
        grid |= {"名称": article.title, "文号": "", "发布日期": article.date, "主题词": ""}
        cells = "".join(f"<tr><td>{name}</td><td>{escape(text)}</td></tr>" for name, text in grid.items())
        main = f'<table class="classify">{cells}</table>\n' + pages.article_main(article, BODY)
        crumb = [("首页", "/"), ("政府信息公开目录", INDEX)]
        tags = pages.metas(site, column, article)
        return pages.shell(site, f"{article.title}_{site.publisher}", main, [("首页", "/")], [], crumb, tags)

    return make
