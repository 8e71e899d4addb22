"""HTML as content-management systems, Word and WPS leave it: table mark-up, page frames, head and foot."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from gold.report import Part, Report
from gold.tables import Cell, Table

CellMark = Callable[[Cell], str]


def spans(cell: Cell) -> str:
    """The attributes of a spanning cell."""
    wide = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    return wide + (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "")


def plain_cell(cell: Cell) -> str:
    """TRS editor: a paragraph with a style in every cell; an empty cell holds &nbsp;."""
    text = escape(cell.text, quote=False) or "&nbsp;"
    return f'<td{spans(cell)} style="border:1px solid #000"><p style="text-align:center">{text}</p></td>'


def word_cell(cell: Cell) -> str:
    """Word: MsoNormal, o:p, and a run for each digit."""
    runs = "".join(f'<span lang=EN-US style="font-size:10.5pt">{digit}</span>' for digit in cell.text)
    text = runs if cell.value and cell.text.isdigit() else f"<span>{escape(cell.text, quote=False)}</span>"
    return (
        f'<td width=64{spans(cell)} valign=top style="width:47.9pt;border:solid windowtext 1.0pt">'
        f'<p class=MsoNormal align=center><span style="font-family:宋体">{text}</span>'
        "<span lang=EN-US><o:p></o:p></span></p></td>"
    )


def wps_cell(cell: Cell) -> str:
    """WPS: fonts in fonts, and labels broken by <br> after four characters, as in narrow columns."""
    label = cell.text
    if not cell.value and len(label) in {6, 7} and label.isalpha():
        label = f"{label[:4]}<br/>{label[4:]}"
    inner = label if "<br" in label else escape(label, quote=False)
    return (
        f'<td{spans(cell)} style="mso-border-alt:0.5000pt solid windowtext">'
        f'<p class="15"><font face="仿宋"><span style="mso-spacerun:\'yes\';font-size:12pt">{inner}</span>'
        "</font></p></td>"
    )


def old_cell(cell: Cell) -> str:
    """Pages of the table age: upper case, no quotes, no closing tags."""
    wide = f" COLSPAN={cell.colspan}" if cell.colspan > 1 else ""
    tall = f" ROWSPAN={cell.rowspan}" if cell.rowspan > 1 else ""
    return f"<TD align=middle{wide}{tall}><FONT size=2>{escape(cell.text, quote=False) or '　'}</FONT>"


def table_html(table: Table, cell: CellMark = plain_cell, head: str = "") -> str:
    """A table; old mark-up leaves its rows unclosed as well."""
    row_open, row_close = ("<TR>", "") if cell is old_cell else ("<tr>", "</tr>")
    rows = "\n".join(row_open + "".join(map(cell, row)) + row_close for row in table)
    attributes = head or ' border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse"'
    return f"<table{attributes}><tbody>\n{rows}\n</tbody></table>"


def in_box(table: str) -> str:
    """The table in the cell of another table, as editors centre things."""
    return f'<table width="100%"><tr><td align="center"><div class="tablebox">{table}</div></td></tr></table>'


def split(table: Table, at: int) -> tuple[Table, Table]:
    """A table cut in two at a row where no block is open."""
    return table[:at], table[at:]


def giant(report: Report) -> str:
    """The whole report pasted as one table, prose and all, a colspan of hundreds on every line of text."""
    rows = [f'<tr><td colspan="300"><b>{report.title}</b></td></tr>']
    for part in report.parts:
        if isinstance(part, str):
            rows.append(f'<tr><td colspan="300"><p>{part.lstrip("#")}</p></td></tr>')
        else:
            rows += ["<tr>" + "".join(map(plain_cell, row)) + "</tr>" for row in part]
    return f'<table border="1" width="900"><tbody>{"".join(rows)}</tbody></table>'


def body_html(report: Report, mark: Callable[[Table], str], paragraph: str = "<p>{}</p>") -> str:
    """The parts in order, headings in bold."""

    def one(part: Part) -> str:
        if not isinstance(part, str):
            return mark(part)
        text = escape(part.lstrip("#"), quote=False)
        return paragraph.format(f"<strong>{text}</strong>" if part.startswith("#") else text)

    return "\n".join(one(part) for part in report.parts)


NAVIGATION = (
    '<div class="top"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/bsfw/">办事服务</a>'
    '<a href="/hdjl/">互动交流</a><span>今天是2026年3月9日 星期一</span><span>无障碍 长者版</span></div>'
    '<ul class="side"><li>政府信息公开指南</li><li>政府信息公开制度</li><li>法定主动公开内容</li>'
    '<li>政府信息公开年报</li></ul>'
)  # fmt: skip


def metas(report: Report, site: str) -> str:
    """The meta tags that government portals carry."""
    pairs = {"SiteName": site, "ColumnName": "政府信息公开年报", "ArticleTitle": report.title,
             "PubDate": f"{report.published} 09:41", "ContentSource": report.source}  # fmt: skip
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in pairs.items())


def foot(report: Report) -> str:
    """What stands under an article: neighbours, sharing, the site's own numbers."""
    year = report.year or 2020
    return (
        f'<div class="page"><p>上一篇：<a href="./t1.html">{report.place or ""}{year - 1}年'
        f"政府信息公开工作年度报告</a></p><p>下一篇：没有了</p></div>"
        '<div class="share">分享到：微信 微博 <span>打印</span> <span>关闭</span></div>'
        '<div class="footer">主办单位：某某办公室 网站标识码：0000000001 备案号：00000000号-1 '
        '公安备案 00000000000001号 访问量：<span id="count">1382945</span> 技术支持电话：0000-12345</div>'
    )


def page(report: Report, body: str, area: str, site: str, charset: str = "utf-8") -> str:
    """A whole page of a portal: `area` is the mark-up round the text, with {} for it."""
    crumbs = "当前位置：<a href='/'>首页</a> &gt; <a>政务公开</a> &gt; <a>政府信息公开年报</a> &gt; 正文"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}">'
        f"<title>{report.title}_{site}</title>{metas(report, site)}"
        "<style>.top a{margin:0 12px}td{font-size:14px}</style>"
        "<script>var pageNo=1;var total=200;function show(n){return n+175;}</script></head>\n"
        f"<body>{NAVIGATION}<div class='crumb'>{crumbs}</div><h1>{report.title}</h1>"
        f"<div class='info'>发布时间：{report.published}　来源：{report.source}　浏览次数：2153 次　"
        f"字体：大 中 小</div>\n{area.format(body)}\n{foot(report)}</body></html>\n"
    )


AREAS = {
    "trs": '<div class="trs_editor_view TRS_UEDITOR trs_paper_default trs_web">{}</div>',
    "hanweb": '<div id="zoom"><!--ZJEG_RSS.content.begin-->{}<!--ZJEG_RSS.content.end--></div>',
    "ucap": '<div id="UCAP-CONTENT"><ucapcontent>{}</ucapcontent></div>',
    "vsb": '<div id="vsb_content"><div class="v_news_content">{}</div></div>',
    "plain": '<div class="article-content">{}</div>',
}
