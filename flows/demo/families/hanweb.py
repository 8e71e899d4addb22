"""Hanweb JCMS with jpage: the first rows stand in the page as XML, later ones come from dataproxy.jsp."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from flows.demo.columns import column_tree, section_number
from flows.demo.data import DemoSite
from flows.demo.families.base import Style, build_static
from flows.demo.web import Answer, Article, Column, Handler, Query, Routes

GROUP_PAGES = 3
WEBID = 14


def build(site: DemoSite) -> Routes:
    """Routes of a Hanweb site; `paging` says what its dataproxy.jsp honours: startrecord or page."""
    style = Style(
        section_url=lambda slug: f"/col/col{section_number(site, slug)}/index.html",
        page_url=lambda column, place, pages: f"/col/col{column.number}/index.html",
        article_url=_article_url,
        pager=lambda column, place, pages: _jpage(site, column),
        container='<div id="zoom"><!--ZJEG_RSS.content.begin-->{}<!--ZJEG_RSS.content.end--></div>',
        rows=lambda column, articles: _embedded(column, column.articles[: site.page_size * GROUP_PAGES]),
        first_page_only=True,
    )
    return build_static(site, style) | {site.options["proxy"]: _proxy(site)}


def _article_url(column: Column, article: Article) -> str:
    year, month, day = (int(part) for part in article.date.split("-"))
    return f"/art/{year}/{month}/{day}/art_{column.number}_{article.number}.html"


def _unit(column: Column) -> int:
    return column.number // 2


def _record(column: Column, article: Article) -> str:
    title = escape(article.title)
    link = f"<a href='{_article_url(column, article)}' title='{title}' target='_blank'>{title}</a>"
    return f"<record><![CDATA[<li>{link}<span>{article.date}</span></li>]]></record>"


def _embedded(column: Column, articles: tuple[Article, ...]) -> str:
    records = "\n".join(_record(column, article) for article in articles)
    store = f"<datastore><recordset>\n{records}\n</recordset></datastore>"
    return f'<div id="{_unit(column)}"><script type="text/xml">{store}</script></div>'


def _jpage(site: DemoSite, column: Column) -> str:
    return f"""<script type="text/javascript">
jQuery("#{_unit(column)}").jpage({{totalRecord:{len(column.articles)}, proxyUrl:'{site.options["proxy"]}',
perPage:{site.page_size}, openCookies:false, barPosition:'bottom', ajaxParam:{{col:1, appid:1, webid:{WEBID},
path:'/', columnid:{column.number}, sourceContentType:1, unitid:'{_unit(column)}',
webname:'{quote(site.publisher)}', permissiontype:0}}}});
</script>"""


def _proxy(site: DemoSite) -> Handler:
    top = column_tree(site)
    columns = {(str(column.number), str(_unit(column))): column for column in (top, *top.children)}

    def answer(query: Query) -> Answer:
        column = columns.get((query.get("columnid", ""), query.get("unitid", "")))
        articles = column.articles if column else ()
        first, last = _window(site, query)
        store = _reply(site, column, articles, first, last) if column else _EMPTY
        dates = [article.date for article in articles[first:last]]
        return Answer(
            store.encode(), content_type="text/xml;charset=UTF-8", date=max(dates, default="2019-01-02")
        )

    return answer


_EMPTY = "<datastore><totalrecord>0</totalrecord><totalpage>0</totalpage><recordset></recordset></datastore>"


def _window(site: DemoSite, query: Query) -> tuple[int, int]:
    """The rows asked for, from 0, end excluded."""
    size = _number(query, "perpage", site.page_size)
    if site.options["paging"] == "startrecord" and "startrecord" in query:
        first = _number(query, "startrecord", 1) - 1
        return first, _number(query, "endrecord", first + size)
    page = _number(query, "page", 1)
    return (page - 1) * size, page * size


def _number(query: Query, name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and int(text) > 0 else default


def _reply(site: DemoSite, column: Column, articles: tuple[Article, ...], first: int, last: int) -> str:
    pages = len(column.pages(site.page_size))
    records = "\n".join(_record(column, article) for article in articles[first:last])
    return (
        f"<datastore><totalrecord>{len(articles)}</totalrecord><totalpage>{pages}</totalpage>"
        f"<recordset>{records}</recordset></datastore>"
    )
