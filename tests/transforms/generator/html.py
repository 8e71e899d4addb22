"""Grids to HTML, with the mark-up habits of real pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random

from generator.grid import Part, Slot

Dress = Callable[[Slot, Random], str]


def bare(slot: Slot, rng: Random) -> str:
    """The text and nothing else."""
    return _lines(escape(slot.text), "<br>")


def paragraphs(slot: Slot, rng: Random) -> str:
    """Every cell's text in paragraphs, blanks as &nbsp;."""
    inner = _lines(escape(slot.text), "</p><p>") or "&nbsp;"
    return f'<p align="center"><span style="font-size:12px">{inner}</span></p>'


def broken(slot: Slot, rng: Random) -> str:
    """Header words over two lines, figures with breaks and blanks around them."""
    text = escape(slot.text)
    if slot.role != "value" and 3 < len(text) < 12:
        text = f"{text[:2]}<br/>{text[2:]}"
    if slot.role == "value":
        text = rng.choice((f"<br>{text}", f"{text}<br/>", f"\n  {text}\n "))
    return _lines(text, "<br>")


def spans(slot: Slot, rng: Random) -> str:
    """Each run of digits and each run of characters in a span of its own, as Word exports them."""
    runs = re.findall(r"\d{1,2}|\D+", slot.text)
    return "".join(f"<span lang='EN-US'>{escape(run)}</span>" for run in runs) or "<o:p></o:p>"


def spaced(slot: Slot, rng: Random) -> str:
    """Runs of &nbsp; and wide spaces around everything."""
    return f"&nbsp;&nbsp;{_lines(escape(slot.text), '<br>')}&nbsp;　"


def bold(slot: Slot, rng: Random) -> str:
    """Labels in <strong>, figures in nested <font>."""
    text = _lines(escape(slot.text), "<br>")
    return f"<strong>{text}</strong>" if slot.role != "value" else f"<font><font>{text}</font></font>"


def word(slot: Slot, rng: Random) -> str:
    """As Word saves a cell: classes and spans of its own, and an empty run."""
    text = _lines(escape(slot.text), "</span></p><p class=MsoNormal><span>")
    run = f'<span lang=EN-US style="font-size:12.0pt;mso-hansi-font-family:宋体">{text}<o:p></o:p></span>'
    return f'<p class=MsoNormal align=center style="mso-layout-grid-align:none">{run}</p>'


def controls(slot: Slot, rng: Random) -> str:
    """Figures in the fields of a form that is not to be filled in."""
    text = _lines(escape(slot.text), "<br>")
    return f'<input type="text" value="{escape(slot.text)}" readonly>' if slot.role == "value" else text


def struck(slot: Slot, rng: Random) -> str:
    """Now and then a former figure struck out before the one that holds."""
    text = _lines(escape(slot.text), "<br>")
    return f"<del>{rng.randrange(99)}</del>{text}" if slot.item and rng.random() < 0.05 else text


def noted(slot: Slot, rng: Random) -> str:
    """Now and then a raised number behind a figure, the mark of a note."""
    text = _lines(escape(slot.text), "<br>")
    return f"{text}<sup>{rng.randrange(1, 4)}</sup>" if slot.item and rng.random() < 0.05 else text


def inner_table(slot: Slot, rng: Random) -> str:
    """Every figure in a table of its own."""
    text = _lines(escape(slot.text), "<br>")
    return f"<table><tr><td>{text}</td></tr></table>" if slot.role == "value" else text


def _lines(text: str, between: str) -> str:
    return between.join(text.split("\n"))


def page(parts: list[Part], rng: Random, dress: Dress = bare, th: bool = False) -> str:
    """A page with a heading, navigation and the report; `th` marks some cells as header cells."""
    body = "".join(_part(part, rng, dress, th) for part in parts)
    return _shell(body)


def _shell(body: str) -> str:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>年报</title></head><body>'
        '<div class="nav"><a href="/">首页</a> <a href="/nb/">政府信息公开年报</a></div>'
        f'<div class="article">{body}</div><div class="foot">主办：县政府办公室</div></body></html>'
    )


def _part(part: Part, rng: Random, dress: Dress, th: bool) -> str:
    if part.hidden:
        shown = _part(replace(part, hidden=False), rng, dress, th)
        return f'<div style="display:none">{shown}</div>'
    if not part.section:
        return "".join(f"<p>{escape(line)}</p>" for line in part.lines)
    rows = "".join(
        "<tr>" + "".join(_cell(slot, rng, dress, th) for slot in row) + "</tr>" for row in part.rows
    )
    return f'<table border="1"><tbody>{rows}</tbody></table>'


def _cell(slot: Slot, rng: Random, dress: Dress, th: bool) -> str:
    tag = "th" if th and rng.random() < 0.5 else "td"
    spans_ = "".join(
        f' {name}="{number}"' for name, number in (("colspan", slot.cs), ("rowspan", slot.rs)) if number != 1
    )
    hidden = ' style="display:none"' if slot.hidden else ""
    return f"<{tag}{spans_}{hidden}>{dress(slot, rng)}</{tag}>"


def nested(parts: list[Part], rng: Random) -> str:
    """The report inside two layout tables."""
    body = "".join(_part(part, rng, paragraphs, False) for part in parts)
    return _shell(f"<table><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table>")


def cells_as_paragraphs(parts: list[Part], rng: Random) -> str:
    """The tables lost: every cell that is not blank a paragraph of its own."""
    lines = [line for part in parts for line in part.lines]
    lines = []
    for part in parts:
        lines += part.lines
        lines += [slot.text for row in part.rows for slot in row if slot.text]
    return _shell("".join(f"<p>{escape(line)}</p>" for line in lines))


def preformatted(text: str) -> str:
    """Flattened text inside <pre>."""
    return _shell(f"<pre>{escape(text)}</pre>")
