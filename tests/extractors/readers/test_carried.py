"""A page that shows no table and carries one for its scripts: read, and marked as not shown."""

from __future__ import annotations

import json
from html import escape

import pytest

from extractors.document import Table
from extractors.readers.html import read_html

TABLE = "<p>甲</p><table><tr><td>行政许可</td><td>12</td></tr></table>"
CARRIED = {
    "a hidden field": f"<textarea style='display:none'>{escape(TABLE)}</textarea>",
    "a frame's own source": f'<iframe srcdoc="{escape(TABLE, quote=True)}"></iframe>',
    "a script's template": f"<script type='text/html'>{TABLE}</script>",
    "a template literal": f"<script>box.innerHTML = `{TABLE}`;</script>",
    "a quoted string": "<script>document.write('" + TABLE.replace("</", "<\\/") + "')</script>",
    "JSON": f"<script>var data = {json.dumps({'content': TABLE})};</script>",
    "JSON of mark-up written as text": f"<script>var d = {json.dumps({'content': escape(TABLE)})}</script>",
}


def tables(page: str) -> list[Table]:
    return list(read_html(f"<html><body><h1>年报</h1>{page}</body></html>").tables())


@pytest.mark.parametrize("carrier", CARRIED)
def test_a_table_that_the_page_carries_is_read_as_hidden(carrier: str) -> None:
    (table,) = tables(CARRIED[carrier])
    assert ([cell.text for cell in table.rows[0]], table.hidden) == (
        ["行政许可", "12"],
        True,
    )


@pytest.mark.parametrize("carrier", CARRIED)
def test_beside_a_table_of_the_page_it_is_not(carrier: str) -> None:
    (table,) = tables(f"<table><tr><td>行政许可</td><td>7</td></tr></table>{CARRIED[carrier]}")
    assert [cell.text for cell in table.rows[0]] == ["行政许可", "7"]


def test_to_a_page_with_a_text_of_its_own_the_tables_alone_are_added() -> None:
    long = f"<p>{'全年主动公开信息。' * 80}</p>"
    for text, carried in (("", True), (long, False)):
        page = read_html(f"<html><body>{text}{CARRIED['JSON']}</body></html>")
        assert len(list(page.tables())) == 1
        assert ("甲" in [line.text for line in page.paragraphs()]) is carried


@pytest.mark.parametrize("cell", ["{{count}}", "${count}", "<%= count %>", "' + count + '"])
def test_a_table_still_to_be_filled_in_is_none(cell: str) -> None:
    assert tables(f"<script>var a = '{TABLE.replace('12', cell)}'</script>") == []


def test_what_is_carried_ends_nothing_around_it() -> None:
    (table,) = tables(
        "<textarea></textarea><script>var a = '</div></div>" + TABLE + "</body>'</script><p>乙</p>"
    )
    assert table.hidden
