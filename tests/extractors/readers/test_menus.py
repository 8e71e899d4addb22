"""A page's menus, read once for all pages of a site, give the lines that reading them again would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from extractors.web.lines import Lines
from extractors.web.markup import without_tables, written_out
from extractors.web.menus import Line, Menu, without_menus

SENTENCE = "本机关依法公开政府信息，" * 4
# What stands on the lines of a page's source; the parser repairs what they make together.
SOURCES = (
    '<li class="item"><a href="/1/">统计数据</a></li>', '<li><a href="/2/">政务公开</a>', "<div><ul>",
    "</ul></div></li>", "<li><a>首页</a> &gt; <a>年报</a></li>", "<p>2023年度报告", "</p>",
    "<p>一、总体情况</p>", "收到申请12件", '<span style="display:none">', "</span>", "<a>", "</a>",
    '<li><span class="x">5</span></li>', "", "  ", '<p title="甲', '乙">丙</p>', "<noscript>",
    "</noscript>", "<del>", "</del>", "<br>甲|乙", "<li>12<sup>3</sup></li>", "<!-- 菜单 -->",
    '<li><img src="a.png"><a>甲</a><br></li>', "<pre>甲|乙", "</pre>", '<a href="#1">注</a>',
    "<li></a></li>", f"<p>{SENTENCE}</p>", SENTENCE, "<table><tr><td>7</td></tr></table>",
)  # fmt: skip


def lines_of(outside: str, tables: list[str], menus: list[Menu]) -> list[Line | str]:
    """The lines of a page and, in their places, its tables."""
    lines = Lines(tables, menus)
    found: list[Line | str] = []

    def grid(table: str) -> None:
        found.extend([*lines.taken(), table])

    lines.read(outside, grid)
    lines.end_line()
    return [*found, *lines.taken()]


@given(st.lists(st.tuples(st.sampled_from(("", "  ", "\t")), st.sampled_from(SOURCES)), max_size=14))
@settings(max_examples=200, deadline=None)
def test_lines_are_the_same_whether_menus_are_known_or_read(sources: list[tuple[str, str]]) -> None:
    page = "\n".join(indent + source for indent, source in sources)
    outside, tables = without_tables(written_out(LexborHTMLParser(f"<body>{page}"), ()))
    rest, menus = without_menus(outside)
    assert lines_of(rest, tables, menus) == lines_of(outside, tables, [])


def test_the_lines_of_a_menu_are_one_run() -> None:
    text = "文\n  <li><a>甲</a>\n<div><ul>\n<li><a>乙</a></li>\n\n</ul></div></li>\n字"
    outside, menus = without_menus(text)
    assert outside == "文\n  <menu #0>\n字"
    assert menus[0].lines == [("甲", True), ("乙", True)]
