"""Which addresses are one page, and which hosts are one site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.crawl.urls import folder, is_file, normal, origin, resolve, same_house, same_page, same_place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.gov.cn/x", "https://a.gov.cn/x"),
        ("http://a.gov.cn/nb.jsp?area=1&fbtime=2", "http://a.gov.cn/nb.jsp?fbtime=2&area=1"),
        ("http://a.gov.cn/t20220124_12.shtml", "http://a.gov.cn/t20220124_12_wap.shtml"),
        ("http://a.gov.cn/content/post_1.html", "http://a.gov.cn/content/mpost_1.html"),
        ("http://a.gov.cn/x.html;jsessionid=0A1", "http://a.gov.cn/x.html;JSESSIONID=77?PHPSESSID=8"),
        ("http://a.gov.cn/col/col1/index.html", "http://a.gov.cn/col/col1/index.html?uid=4&pageNum=3"),
    ],
)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert same_page(one) == same_page(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/list?page=1", "http://a.gov.cn/list?page=2"),
        ("http://a.gov.cn:8000/x", "http://a.gov.cn:8001/x"),
        ("http://a.gov.cn/X", "http://a.gov.cn/x"),
    ],
)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert same_page(one) != same_page(other)


@pytest.mark.parametrize(
    ("start", "url", "same"),
    [
        ("http://www.x.gov.cn/", "https://xxgk.x.gov.cn/a", True),
        ("http://www.x.gov.cn/", "http://www.y.gov.cn/", False),
        ("http://www.example.com/", "http://example.com/a", True),
        ("http://www.example.com/", "http://evil.example.com/a", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/a", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/a", False),
        ("http://127.0.0.1:8000/", "http://localhost:8000/a", False),
        ("http://localhost:8000/", "http://localhost:8001/a", False),
        ("http://www.x.gov.cn/", "http://127.0.0.1/", False),
    ],
)
def test_hosts_of_one_site(start: str, url: str, same: bool) -> None:
    assert same_house(start, url) is same


@given(st.text())
def test_any_link_has_one_spelling_or_none(link: str) -> None:
    url = resolve("http://www.x.gov.cn/a/", link)
    assert url is None or (url.isascii() and resolve("http://y.gov.cn/", url) == url)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("http://x.gov.cn/a/../b/./c.html", "http://x.gov.cn/b/c.html"),
        ("http://x.gov.cn/a/b/..", "http://x.gov.cn/a/"),
        ("http://x.gov.cn/../../a", "http://x.gov.cn/a"),
        ("\\a\\b.html?p=c\\d", "http://www.x.gov.cn/a/b.html?p=c\\d"),
        ("/%e5%b9%b4.html", "http://www.x.gov.cn/%E5%B9%B4.html"),
    ],
)
def test_one_spelling_for_paths(link: str, url: str) -> None:
    assert resolve("http://www.x.gov.cn/q/", link) == url


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.gov.cn/x/", "http://a.gov.cn/x/index.html", True),
        ("http://a.gov.cn/x/default.aspx", "https://www.a.gov.cn/x/", True),
        ("http://a.gov.cn/x/", "http://a.gov.cn/x/index_1.html", False),
        ("http://a.gov.cn/x/index.jsp?p=1", "http://a.gov.cn/x/", False),
    ],
)
def test_a_folder_and_its_index_are_one_place(one: str, other: str, same: bool) -> None:
    assert (same_place(one) == same_place(other)) is same


PARTS = st.sampled_from(
    [*"/.?=&%;:#~-", "..", "a", "B9", "t1.html", "x.pdf", "%e5", "年报", "http://", "h.gov.cn", "H.cn"]
)


@given(st.sampled_from(["/", "http://h.gov.cn", "https://H.cn/"]), st.lists(PARTS, max_size=8))
def test_what_needs_no_rules_is_taken_as_the_rules_would_give_it(start: str, rest: list[str]) -> None:
    link = start + "".join(rest)
    base = "http://www.a.gov.cn:8080/"
    try:
        expected = normal(urljoin(base, link))
    except ValueError:
        expected = None
    assert resolve(base, link) == expected


@given(st.lists(PARTS, max_size=8).map(lambda parts: f"http://a.gov.cn/{''.join(parts)}"))
def test_the_parts_of_an_address(url: str) -> None:
    parts = urlsplit(url)
    assert origin(url) == "http://a.gov.cn"
    assert folder(url) == f"http://a.gov.cn{parts.path.rpartition('/')[0]}/"
    assert is_file(url) == any(part.lower().endswith(".pdf") for part in (parts.path, parts.query))


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/x.html;jsessionid=0A1", "http://a.gov.cn/x.html"),
        ("x.jsp;jsessionid=0A1?id=1", "http://a.gov.cn/b/x.jsp?id=1"),
        ("/x.php?PHPSESSID=8&id=1", "http://a.gov.cn/x.php?id=1"),
        ("/lesson.html?address=7", "http://a.gov.cn/lesson.html?address=7"),
    ],
)
def test_sessions_are_no_part_of_an_address(link: str, url: str) -> None:
    assert resolve("http://a.gov.cn/b/", link) == url
