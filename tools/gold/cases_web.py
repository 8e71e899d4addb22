"""The HTML and text documents of the gold set: which report in which mark-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from gold import html, text
from gold.changes import traditional
from gold.compose import blank_form, compose, compose_2014
from gold.document import Document
from gold.recipes import RECIPES, RECIPES_2014
from gold.report import Report
from gold.tables import Table


def _page(report: Report, mark: Callable[[Table], str], family: str, site: str = "某某政府门户网站") -> bytes:
    return html.page(report, html.body_html(report, mark), html.AREAS[family], site).encode()


def _old(report: Report) -> bytes:
    """A page of layout tables, GB18030 bytes behind a gb2312 label."""
    body = html.body_html(report, lambda table: html.table_html(table, html.old_cell, " BORDER=1 WIDTH=95%"))
    frame = (
        "<TABLE WIDTH=960 ALIGN=center><TR><TD COLSPAN=2>{top}</TD></TR><TR><TD WIDTH=180 VALIGN=top>"
        "<TABLE><TR><TD>指南</TD></TR><TR><TD>目录</TD></TR><TR><TD>年报</TD></TR></TABLE></TD>"
        "<TD><DIV id=zoom>{}</DIV></TD></TR><TR><TD COLSPAN=2>访问统计：00182734</TD></TR></TABLE>"
    ).replace("{top}", "站内搜索")
    return html.page(report, body, frame, "门户", "gb2312").encode("gb18030")


def _split(report: Report, head_again: bool) -> bytes:
    def mark(table: Table) -> str:
        if len(table) < 20:
            return html.table_html(table)
        rest = table[25:]
        first, second = table[:25], (*table[:3], *rest) if head_again else rest
        return f"{html.table_html(first)}<p>&nbsp;</p>{html.table_html(second)}"

    return _page(report, mark, "hanweb")


def _traps(report: Report) -> bytes:
    """Last year's table in a comment and in a hidden block, numbers of a script, an index-number grid."""
    other = compose(replace(RECIPES[report.stem], stem=report.stem + "-other"))
    old = next(part for part in other.parts if not isinstance(part, str))
    grid = ("<table><tr><td>索引号</td><td>000014349/2023-00017</td><td>主题分类</td><td>年报</td></tr>"
            "<tr><td>发布机构</td><td>{}</td><td>成文日期</td><td>{}</td></tr></table>")  # fmt: skip
    body = (
        grid.format(report.source, report.published)
        + f"<!-- {html.table_html(old)} -->"
        + f'<div style="display:none">{html.table_html(old)}</div>'
        + html.body_html(report, html.table_html)
        + "<script>var data=[[1,2,3],[4,5,6]];document.write('<table><tr><td>9</td></tr></table>');</script>"
    )
    return html.page(report, body, html.AREAS["ucap"], "某某网").encode()


def _giant(report: Report) -> bytes:
    return html.page(report, html.giant(report), html.AREAS["vsb"], "某某网").encode()


HTML: dict[str, Callable[[Report], bytes]] = {
    "html-trs-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-word-2021": lambda r: _page(r, lambda t: html.table_html(t, html.word_cell), "hanweb"),
    "html-wps-2019": lambda r: _page(r, lambda t: html.table_html(t, html.wps_cell), "vsb"),
    "html-nested-2021": lambda r: _page(r, lambda t: html.in_box(html.in_box(html.table_html(t))), "ucap"),
    "html-old-gbk-2019": _old,
    "html-giant-2021": _giant,
    "html-giant-2019": _giant,
    "html-split-2021": lambda r: _split(r, head_again=False),
    "html-split-head-2019": lambda r: _split(r, head_again=True),
    "html-three-disputes-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-traps-2021": _traps,
    "html-subtotal-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-local-row-2021": lambda r: _page(r, html.table_html, "plain"),
    "html-total-only-2019": lambda r: _page(r, lambda t: html.table_html(t, html.wps_cell), "trs"),
    "html-dashes-2021": lambda r: _page(r, html.table_html, "hanweb"),
    "html-wrong-total-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-wrong-cell-2021": lambda r: _page(r, lambda t: html.table_html(t, html.word_cell), "trs"),
    "html-wrong-balance-2019": lambda r: _page(r, html.table_html, "ucap"),
    "html-wrong-disputes-2021": lambda r: _page(r, html.table_html, "vsb"),
    "html-hybrid-2021": lambda r: _page(r, html.table_html, "hanweb"),
    "html-hybrid-2019-2021": lambda r: _page(r, lambda t: html.table_html(t, html.word_cell), "plain"),
    "html-traditional-2021": lambda r: traditional(_page(r, html.table_html, "trs").decode()).encode(),
    "html-units-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-units-2019": lambda r: _page(r, html.table_html, "trs"),
    "html-no-unit-2019": lambda r: _page(r, html.table_html, "trs"),
    "html-unreadable-2019": lambda r: _page(r, html.table_html, "trs"),
    "html-full-width-2021": lambda r: _page(r, html.table_html, "hanweb"),
    "html-no-tables-2022": lambda r: _page(r, html.table_html, "trs"),
    "html-one-table-missing-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-blank-block-2021": lambda r: _page(r, html.table_html, "plain"),
    "html-big-2021": lambda r: _page(r, lambda t: html.table_html(t, html.word_cell), "ucap"),
    "html-zeros-2021": lambda r: _page(r, html.table_html, "ucap"),
    "html-prose-disagrees-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-impossible-2021": lambda r: _page(r, html.table_html, "trs"),
    "html-shifted-headings-2021": lambda r: _page(r, lambda t: html.table_html(t, html.wps_cell), "trs"),
}

HTML_2014: dict[str, Callable[[Report], bytes]] = {
    "html-2014": lambda r: _page(r, html.table_html, "trs"),
    "html-2014-word": lambda r: _page(r, lambda t: html.table_html(t, html.word_cell), "vsb"),
    "html-2014-blanks": lambda r: _page(r, html.table_html, "hanweb"),
}

TEXT: dict[str, Callable[[Report], str]] = {
    "text-cell-a-line-2021": lambda r: text.flat(r, text.cell_a_line, "\n\n"),
    "text-cell-a-line-2019": lambda r: text.flat(r, text.cell_a_line, "\n\n"),
    "text-pipes-2021": lambda r: text.flat(r, text.pipes),
    "text-pipes-2019": lambda r: text.flat(r, text.pipes),
    "text-markdown-2021": lambda r: text.flat(r, text.markdown, "\n\n"),
    "text-markdown-2019": lambda r: text.flat(r, text.markdown, "\n\n"),
    "text-tabs-2021": lambda r: text.flat(r, text.tabs),
    "text-tabs-wrong-total-2021": lambda r: text.flat(r, text.tabs),
    "text-one-space-2021": lambda r: text.flat(r, text.one_space),
    "text-trailing-pipes-2021": lambda r: text.flat(r, text.trailing_pipes),
    "text-aligned-2021": lambda r: text.flat(r, text.aligned),
    "text-aligned-2019": lambda r: text.flat(r, text.aligned),
    "text-blank-cells-2021": lambda r: text.flat(r, text.pipes),
    "text-row-short-2021": lambda r: text.flat(r, text.one_space),
}
TEXT_2014: dict[str, Callable[[Report], str]] = {
    "text-2014-pipes": lambda r: text.flat(r, text.pipes),
    "text-2014-tabs": lambda r: text.flat(r, text.tabs),
}


def documents() -> Iterator[Document]:
    """Every HTML and text document with its report."""
    for stem, page in HTML.items():
        report = compose(RECIPES[stem])
        yield Document(report, "html", f"{stem}.html", page(report))
    for stem, page in HTML_2014.items():
        report = compose_2014(RECIPES_2014[stem])
        yield Document(report, "html", f"{stem}.html", page(report))
    empty = blank_form("html-blank-2021")
    yield Document(
        empty, "html", "html-blank-2021.html", _page(empty, html.table_html, "plain"), ("year", "place")
    )
    for stem, write in TEXT.items():
        report = compose(RECIPES[stem])
        data = write(report)
        if stem == "text-row-short-2021":
            data = _one_value_short(data)
        yield Document(report, "text", f"{stem}.txt", data.encode())
    for stem, write in TEXT_2014.items():
        report = compose_2014(RECIPES_2014[stem], "----" if "tabs" in stem else "——")
        yield Document(report, "text", f"{stem}.txt", write(report).encode())


def _one_value_short(data: str) -> str:
    """The row 重复申请 loses its last but one figure."""
    lines = data.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("2.重复申请"))
    cells = lines[at].split(" ")
    lines[at] = " ".join([*cells[:-2], cells[-1]])
    return "\n".join(lines)
