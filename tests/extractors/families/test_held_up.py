"""Pages made to hold up whoever reads them: a crawl shares its process with others, and nothing ends it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from extractors.crawl.documents import documents
from extractors.crawl.leads import Kind, Lead, Search
from extractors.crawl.page import Page
from extractors.crawl.verdict import Seen

COLUMN = "http://www.example.gov.cn/gk/nb/index_2.html"
# Words for which families look before they look closer.
MARKS = "x.pdf 页 createPageHTML document.write getMessage.do countPage=3 </title> function"
_SECONDS = 5.0  # of a processor; each page takes a tenth of one


def many(text: str) -> str:
    """60,000 characters of a text over and over."""
    return (text * (60_000 // len(text) + 1))[:60_000]


PAGES = {
    "letters": many("a"),
    "names": many("A$"),
    "blanks behind a word": "页" + many(" "),
    "a title of blanks": f"<title>{many(' ')}",
    "records without an end": many("<record><![CDATA["),
    "elements without an end": many("<div id=app"),
    "queries": f"<a href=?年>{many('href=?a')}",
    "a meta tag of blanks": f'<meta http-equiv=refresh content="{many(" ")}">',
    "a meta tag of digits": f'<meta http-equiv=refresh content="{many("1")}">',
    "an attribute of letters": f'<p data-of="a.pdf {many("a")}">',
    "a click of names": f'<a href="#" onclick="{many("A$")}">下一页</a>',
    "a click with blanks behind it": f"""<a href="#" onclick="location='a'{many(" ")}x">下一页</a>""",
    "a place in a template": f"<script>getMessage.do?u=`/a${{{many(' ')}`</script>",
    "fields": f'<script>$.post("/cms/JsonList",{{data:{{{many("-")}}}}})</script>',
    "a long address": f'<a href="/{many("a")}1.html">2</a>',
}


@pytest.fixture
def limited() -> Iterator[None]:
    """So much time of a processor, however busy the machine is."""

    def too_long(_number: int, _frame: object) -> None:
        pytest.fail(f"it takes more than {_SECONDS:g} s")

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_in_the_time_of_a_page(name: str) -> None:
    source = f"<title>政府信息公开年报</title><body><form></form>{MARKS}{PAGES[name]}</body>"
    charset = "gbk" if name == "queries" else "utf-8"
    page = Page(COLUMN, source.encode(charset), "text/html", f"text/html; charset={charset}")
    seen = Seen(page, Lead(COLUMN, Kind.PLATFORM, Search(), in_column=True))
    assert seen.listing is not None
    assert len(page.links) <= 1
    assert len(documents(page)) <= 2
