"""What the crawler sees of a page: links with their fullest label and date, tags, redirects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.crawl.page import Page, find_date
from extractors.crawl.queries import location_of

URL = "http://www.example.gov.cn/zfxxgk/index.html"


def page(body: str, head: str = "") -> Page:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return Page(URL, html.encode(), "text/html", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("row", "date"),
    [
        ("<li><a href='a'>年报</a><span>2022-01-24</span></li>", "2022-01-24"),
        ("<li><span>[2023-01-02]</span><a href='a'>年报</a></li>", "2023-01-02"),
        ("<li><a href='a'>年报<em>2022/1/4</em></a></li>", "2022-01-04"),
        ("<tr><td><a href='a'>年报</a></td><td>某局</td><td>2022年1月24日</td></tr>", "2022-01-24"),
        ("<dl><dt><a href='a'>年报</a></dt><dd>2022.01.24</dd></dl>", "2022-01-24"),
        ("<p><a href='a'>年报</a></p>", None),
        ("<li><a href='a'>年报</a></li><li><a href='b'>别的</a>2020-02-02</li>", None),
    ],
)
def test_the_date_beside_a_link(row: str, date: str | None) -> None:
    assert page(f"<table>{row}</table>" if row.startswith("<tr") else row).links[0].listed_on == date


@pytest.mark.parametrize(
    ("link", "label"),
    [
        ("<a href='a' title='2022年政府信息公开年报'>2022年政府信…</a>", "2022年政府信息公开年报"),
        ("<a href='a'><img src='x.png' alt='政府信息公开'></a>", "政府信息公开"),
        ("<a href='a' title='政府信息公开'><img src='x.png'></a>", "政府信息公开"),
        ("<a href='a'>政府信息\n  公开年报</a>", "政府信息公开年报"),
        ("<a href='a'></a><a href='a'>年报</a>", "年报"),
    ],
)
def test_the_fullest_label_of_a_link(link: str, label: str) -> None:
    assert [one.text for one in page(link).links] == [label]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./202201/t1.html", "http://www.example.gov.cn/zfxxgk/202201/t1.html"),
        ("../x/", "http://www.example.gov.cn/x/"),
        ("/art/1.html#top", "http://www.example.gov.cn/art/1.html"),
        ("//XXGK.example.gov.cn:80/a", "http://xxgk.example.gov.cn/a"),
        (" a\n.html ", "http://www.example.gov.cn/zfxxgk/a.html"),
        ("年报.html", "http://www.example.gov.cn/zfxxgk/%E5%B9%B4%E6%8A%A5.html"),
    ],
)
def test_where_a_link_leads(href: str, url: str) -> None:
    assert [link.url for link in page(f'<a href="{href}">年报</a>').links] == [url]


@pytest.mark.parametrize("href", ["#", "javascript:void(0)", "mailto:a@b.c", "", "http://[bad/", "tel:1"])
def test_links_that_lead_nowhere(href: str) -> None:
    assert page(f'<a href="{href}">年报</a>').links == ()


@pytest.mark.parametrize(
    ("charset", "query"),
    [("gb2312", "%C4%EA%B1%A8"), ("gb18030", "%C4%EA%B1%A8"), ("utf-8", "%E5%B9%B4%E6%8A%A5")],
)
def test_the_query_of_a_link_is_sent_in_the_page_s_charset(charset: str, query: str) -> None:
    """And its path as UTF-8, as browsers do: old ASP lists are asked for by names in Chinese."""
    text = f'<meta charset="{charset}"><a href="列表.asp?lm=年报&page=2">下一页</a><a href="a.asp?x=1">x</a>'
    one = Page("http://www.example.gov.cn/", text.encode(charset), "text/html", None)
    path = "%E5%88%97%E8%A1%A8"
    assert [link.url for link in one.links] == [
        f"http://www.example.gov.cn/{path}.asp?lm={query}&page=2",
        "http://www.example.gov.cn/a.asp?x=1",
    ]


@pytest.mark.parametrize(
    ("sent", "location"),
    [
        ("/年报/1.html".encode(), "/%E5%B9%B4%E6%8A%A5/1.html"),
        ("/年报/1.html".encode("gbk"), "/%C4%EA%B1%A8/1.html"),
        (b"/a%20b?x=1&y=%E5", "/a%20b?x=1&y=%E5"),
    ],
)
def test_the_bytes_of_a_location_are_taken_as_they_are(sent: bytes, location: str) -> None:
    assert location_of(sent.decode("latin-1")) == location


def test_a_base_tag_moves_relative_links() -> None:
    assert (
        page("<a href='a'>x</a>", '<base href="/other/">').links[0].url == "http://www.example.gov.cn/other/a"
    )


def test_tags_are_read_in_any_case_and_null_is_nothing() -> None:
    head = '<META CONTENT="年报" NAME="ColumnName"><meta name="PubDate" content="null">'
    assert page("", head).metas == {"columnname": "年报"}


@pytest.mark.parametrize(
    ("body", "head", "target"),
    [
        ("", '<meta http-equiv="Refresh" content="0; URL=\'nb/\'">', "http://www.example.gov.cn/zfxxgk/nb/"),
        ('<script>window.location.href = "/nb/";</script>', "", "http://www.example.gov.cn/nb/"),
        ("<script>location.replace('/nb/');</script>", "", "http://www.example.gov.cn/nb/"),
        ('<script>location.href = base + "/nb/";</script>', "", None),
        ('<script>location.href = "/nb/" + id;</script>', "", None),
        ('<script>location.href = "/nb/";</script>' + "正文" * 2000, "", None),
        ("", '<meta http-equiv="refresh" content="300">', None),
    ],
)
def test_pages_that_are_nothing_but_a_redirect(body: str, head: str, target: str | None) -> None:
    assert page(body, head).moved_to == target


@pytest.mark.parametrize(
    ("text", "date"), [("2022-13-01", None), ("12022-01-01", None), ("2022-1-2 3", "2022-01-02")]
)
def test_dates(text: str, date: str | None) -> None:
    assert find_date(text) == date


@given(st.text())
def test_any_text_is_a_page(text: str) -> None:
    one = Page(URL, text.encode(), "text/html", None)
    assert isinstance(
        (one.links, one.metas, one.title, one.words, one.options, one.frames, one.moved_to), tuple
    )
