"""The pages around the content: head tags, navigation, breadcrumb, side menu, footer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from string import Template

from flows.demo.data import DemoSite
from flows.demo.forms import HERE
from flows.demo.render import disclaimer, report_body
from flows.demo.web import Article, Column

Link = tuple[str, str]

NAV = {"xwdt": "新闻动态", "zfxxgk": "政务公开", "bsfw": "办事服务", "hdjl": "互动交流"}
PARTS = {"zfxxgkzn": "政府信息公开指南", "zfxxgkzd": "政府信息公开制度", "fdzdgknr": "法定主动公开内容"}
ENCODINGS = {"gb2312": "gbk"}


def encode(site: DemoSite, html: str) -> bytes:
    """The page in the site's bytes; pages that declare gb2312 hold GBK characters, as real ones do."""
    return html.encode(ENCODINGS.get(site.charset, site.charset), errors="xmlcharrefreplace")


def content_type(site: DemoSite) -> str:
    """The header of a page: old gb2312 servers name no charset."""
    return "text/html" if site.charset == "gb2312" else f"text/html; charset={site.charset}"


@cache
def _template() -> Template:
    return Template((HERE / "templates" / "page.html").read_text(encoding="utf-8"))


def shell(
    site: DemoSite,
    title: str,
    main: str,
    nav: Sequence[Link],
    side: Sequence[Link],
    crumb: Sequence[Link],
    metas: str = "",
) -> str:
    """A whole page of the site."""
    return _template().substitute(
        charset=site.charset,
        title=escape(title),
        metas=metas,
        site_name=escape(site.publisher),
        nav="".join(f"<li>{anchor(link)}</li>" for link in nav),
        crumb=" &gt; ".join(anchor(link) for link in crumb),
        side="".join(f"<li>{anchor(link)}</li>" for link in side),
        main=main,
        publisher=escape(site.publisher) + (" 责任编辑：陶喆" if site.charset == "gb2312" else ""),
        site_code=f"{site.division_code}0001",
        note=disclaimer("page"),
    )


def anchor(link: Link) -> str:
    """`(text, href)` as an HTML link."""
    text, href = link
    return f'<a href="{escape(href)}">{escape(text)}</a>'


def article_main(article: Article, container: str) -> str:
    """Heading, date line and body of an article; `container` is the family's body element around `{}`."""
    body = report_body(article.report) if article.report else _plain(article)
    return (
        f"<h1>{escape(article.title)}</h1>\n"
        f'<div class="info">发布日期：{article.date}　来源：{escape(article.source)}　字号：大 中 小</div>\n'
        + container.replace("{}", body)
    )


def _plain(article: Article) -> str:
    return f"<p>{escape(article.text)}</p>\n<p>{escape(article.source)}</p>"


def metas(site: DemoSite, column: Column, article: Article | None = None) -> str:
    """The head tags of 国办发〔2017〕47号, in the way the site fills them (`metas` in sites.yml)."""
    if site.metas == "none":
        return ""
    tags = {"SiteName": site.publisher, "SiteDomain": f"{site.site_id}.invalid"}
    tags |= {"SiteIDCode": f"{site.division_code}0001"}
    tags |= {"ColumnName": column.title, "ColumnType": "信息公开年报"}
    if article:
        tags |= {
            "ArticleTitle": article.title,
            "PubDate": f"{article.date} 10:20",
            "ContentSource": article.source,
        }
        tags |= _VARIANTS.get(site.metas, {})
    if site.metas == "odd_case" and article:
        year, month, day = article.date.split("-")
        tags["PubDate"] = f"{year}年{month}月{day}日"
        return "\n".join(
            f'<META content="{escape(text)}" name="{name.lower()}">' for name, text in tags.items()
        )
    return "\n".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in tags.items())


_VARIANTS = {"empty_source": {"ContentSource": ""}, "nulls": {"PubDate": "null", "ContentSource": "null"}}


def not_found(site: DemoSite) -> str:
    """The page a site gives for an address it does not know."""
    main = f"<h1>404</h1><p>您访问的页面不存在</p><p>{escape(site.publisher)}</p>"
    return f"<html><head><title>404</title></head><body>{main}</body></html>"
