"""Which files and images a page carries, whatever its markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.crawl.documents import documents, frames, scan
from extractors.crawl.page import Page

_PIECES = [
    "<iframe src='",
    "<embed src='",
    "<img src='",
    "<a href='",
    "<div data-file='",
    "<param value='",
    "x.pdf",
]
_PIECES += [
    "viewer.html?file=",
    "%2Fa.pdf",
    "//[",
    "'>",
    "附件</a>",
    "javascript:open('",
    "<script>'a.doc'</script>",
    "#",
]


def page(body: str) -> Page:
    return Page(
        "http://www.example.gov.cn/nb/t1.html", body.encode(), "text/html", "text/html; charset=utf-8"
    )


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=12).map("".join))
def test_any_markup_names_only_whole_addresses_once(body: str) -> None:
    one = page(body)
    for found in (documents(one), scan(one)):
        urls = [link.url for link in found]
        assert len(urls) == len(set(urls))
        assert all(url.startswith(("http://", "https://")) for url in urls)
    assert all(url.startswith(("http://", "https://")) for url in frames(one))


def test_documents_come_in_the_order_of_the_page_and_once() -> None:
    body = (
        "<a href='2.pdf'>二</a><a href='1.doc'>一</a><iframe src='2.pdf'></iframe><a href='x.html'>首页</a>"
    )
    assert [link.url.rpartition("/")[2] for link in documents(page(body))] == ["2.pdf", "1.doc"]


def test_the_first_label_of_a_document_is_kept() -> None:
    assert documents(page("<a href='2.pdf'>2022年年报</a><script>'2.pdf'</script>"))[0].text == "2022年年报"
