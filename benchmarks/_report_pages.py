"""Report pages as portals serve them: the gold set's reports inside menus, side columns, scripts and styles.

A page has 40 to 210 KB, as those of real portals: the report's three tables in one of five mark-ups (an
editor's, Word's without and with its style sheet, WPS's, that of the table age) and around them what a
browser loads with it. Figures and names are invented; the same pages come out every time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from gold import html
from gold.compose import compose
from gold.recipes import RECIPES
from gold.report import Report

# Reports of three tables and of both forms, most of them sound.
STEMS = (
    "html-trs-2021", "html-word-2021", "html-wps-2019", "html-nested-2021", "html-wrong-total-2021",
    "html-local-row-2021", "html-dashes-2021", "html-units-2019",
)  # fmt: skip
# The mark-up of a cell and of a paragraph.
_WORD = (
    '<p class=MsoNormal style="text-indent:32.0pt;line-height:28.0pt"><span style="font-size:16.0pt;'
    'font-family:仿宋_GB2312">{}</span><span lang=EN-US><o:p></o:p></span></p>'
)
_WPS = (
    '<p class="15" style="text-indent:32pt"><font face="仿宋">'
    "<span style=\"mso-spacerun:'yes';font-size:16pt\">{}</span></font></p>"
)
MARKS = {
    "editor": (html.plain_cell, '<p style="text-indent:2em;line-height:2">{}</p>'),
    "word": (html.word_cell, _WORD),
    "word with styles": (html.word_cell, _WORD),
    "wps": (html.wps_cell, _WPS),
    "old": (html.old_cell, "<P><FONT size=3>　　{}</FONT>"),
}
# How many links the menus of a small, a usual and a large portal hold.
LINKS = (90, 240, 520)
_PORTAL = Path(__file__).with_name("portal")
_STYLE, _WORD_STYLE, _SCRIPT, _NAMES = (
    (_PORTAL / name).read_text(encoding="utf-8")
    for name in ("style.css", "word.css", "script.js", "columns.txt")
)


def report_pages(turn: int) -> list[bytes]:
    """Forty pages: every report in every mark-up. Each `turn` has figures and portals of its own."""
    return list(_pages(turn))


def _pages(turn: int) -> Iterator[bytes]:
    for number, stem in enumerate(STEMS):
        report = compose(replace(RECIPES[stem], stem=f"{stem}-{turn}"))
        for place, mark in enumerate(MARKS):
            links = LINKS[(number + place + turn) % len(LINKS)]
            yield _page(report, mark, links).encode("gb18030" if mark == "old" else "utf-8")


def _page(report: Report, mark: str, links: int) -> str:
    rng = Random(f"{report.stem} {mark}")  # noqa: S311
    charset = "gb2312" if mark == "old" else "utf-8"
    head = (
        f'<meta charset="{charset}"><title>{report.title}_门户网站</title>{html.metas(report, "门户网站")}\n'
        f"<style>\n{_STYLE}</style>\n{_scripts(rng, links // 8)}"
    )
    crumb = '<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/nb/">公开年报</a>'
    info = f"<span>发布时间：{report.published}</span><span>来源：{report.source}</span>"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{head}\n</head>\n<body>\n'
        f'<div class="header clearfix"><ul class="nav">\n{_menus(rng, links)}</ul></div>\n'
        f'<div class="side">{_list(rng, links // 4)}</div>\n<div class="main">\n'
        f'<div class="crumb">当前位置：{crumb}</div>\n<h1>{report.title}</h1>\n'
        f'<div class="info">{info}</div>\n'
        f"<!--begin-->{_body(report, mark)}<!--end-->\n{html.foot(report)}\n</div>\n"
        f'<div class="links">{_list(rng, links // 4)}</div>\n{_scripts(rng, links // 8)}</body>\n</html>\n'
    )


def _body(report: Report, mark: str) -> str:
    cell, paragraph = MARKS[mark]
    text = html.body_html(report, lambda table: html.table_html(table, cell), paragraph)
    if mark == "old":
        return (
            f"<TABLE WIDTH=1000 ALIGN=center><TR><TD VALIGN=top><DIV id=zoom>{text}</DIV></TD></TR></TABLE>"
        )
    style = f"<style>{_WORD_STYLE}</style>" if mark == "word with styles" else ""
    return f'<div id="zoom" class="TRS_Editor">{style}{text}</div>'


def _menus(rng: Random, links: int) -> str:
    """Drop-down menus, a dozen links each."""
    names = _NAMES.split()
    return "".join(
        f'<li><a href="/{rng.randrange(10**6)}/">{rng.choice(names)}</a>\n'
        f'<div class="sub clearfix">{_list(rng, 12)}</div></li>\n'
        for _ in range(links // 12)
    )


def _list(rng: Random, links: int) -> str:
    names = _NAMES.split()
    items = []
    for _ in range(links):
        name, address = rng.choice(names), f"/zwgk/{rng.randrange(10**4)}/list_{rng.randrange(10**6)}.shtml"
        items.append(f'<li class="item"><a href="{address}" target="_blank" title="{name}">{name}</a></li>\n')
    return f'<ul class="list">\n{"".join(items)}</ul>'


def _scripts(rng: Random, calls: int) -> str:
    numbers = (str(rng.randrange(100, 10**6)) for _ in range(calls))
    lines = "".join(_SCRIPT.replace("SPEED", number[:3]).replace("NUMBER", number) for number in numbers)
    return f'<script src="/js/jquery.min.js"></script>\n<script type="text/javascript">\n{lines}</script>\n'
