"""Lists of other years and bodies behind a `<select>`, all at one address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from crawl_farm import Handler
from list_farm import Asked, Entry, Routes, answering, at, cut, entries, finds_all, list_page

from extractors.crawl.page import Page
from extractors.families import read_listing

YEARS = ("2023", "2022", "2021", "2019")
BODIES = ("桃城区教育局", "桃城区财政局", "赵家圈镇", "何家庄街道")
START = "/gk/list.aspx?id=5"
ONCHANGE = {
    "script": """onchange="javascript:setTimeout('__doPostBack(\\'ct$ddl\\',\\'\\')', 0)" """,
    "button": "",
}


def split(found: Sequence[Entry], choices: Sequence[str]) -> dict[str, list[Entry]]:
    """The entries by choice; the second choice has none at all."""
    used = [choices[0], *choices[2:]]
    dealt = {choice: list(found[place :: len(used)]) for place, choice in enumerate(used)}
    return {choice: dealt.get(choice, []) for choice in choices}


def web_form(found: dict[str, list[Entry]], how: str) -> Handler:
    """An ASP.NET page that shows one choice: another one after its event or its button, else the first."""

    def make(form: Asked) -> str:
        choices, choice, place = list(found), next(iter(found)), 1
        if form.get("__VIEWSTATE") == "/wEP" and form.get("txtKey") == "":
            chose = form.get("__EVENTTARGET") == "ct$ddl" or form.get("btnSearch") == "查询"
            turned = form.get("__EVENTTARGET") == "Pager" and form["__EVENTARGUMENT"]
            if chose or turned:
                choice, place = form["ct$ddl"], int(turned or 1)
        options = "".join(
            f'<option value="{one}" {"selected" if one == choice else ""}>{one}</option>' for one in choices
        )
        fields = '<input type="hidden" name="__VIEWSTATE" value="/wEP"><input type="text" name="txtKey">'
        fields += '<input type="hidden" name="__EVENTTARGET"><input type="hidden" name="__EVENTARGUMENT">'
        fields += f'<select name="ct$ddl" {ONCHANGE[how]}>{options}</select>'
        fields += '<input type="submit" name="btnSearch" value="查询">'
        pager = f"""<a href="javascript:__doPostBack('Pager','{place + 1}')">下一页</a>"""
        more = place < len(cut(found[choice], 3))
        text = f'<form method="post" action="./list.aspx?id=5">{fields}{pager if more else ""}</form>'
        return list_page(at(found[choice], 3, place), text)

    return answering(make)


@pytest.mark.parametrize("how", ONCHANGE)
@pytest.mark.parametrize("choices", [YEARS, BODIES], ids=["years", "bodies"])
@pytest.mark.parametrize("rows", [3, 20])
async def test_every_choice_is_posted_back_and_its_pages_are_turned(
    tmp_path: Path, how: str, choices: Sequence[str], rows: int
) -> None:
    found = entries(rows)
    by_choice = split(found, choices)
    routes: Routes = {"/gk/list.aspx": web_form(by_choice, how), "/": f'<a href="{START}">年报</a>'}
    result = await finds_all(tmp_path, routes, found, "/")
    lists = sum(len(cut(shown, 3)) for shown in by_choice.values())
    assert sum(n for (_, path, _), n in result.asked.items() if path.startswith("/gk/")) == lists
    assert (result.failures, result.note) == ({}, "")


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_select_that_submits_a_plain_form(tmp_path: Path, method: str) -> None:
    found = entries(12)
    by_choice = split(found, YEARS)

    def make(asked: Asked) -> str:
        year = asked.get("year", YEARS[0])
        options = "".join(f"<option {'selected' if one == year else ''}>{one}</option>" for one in YEARS)
        select = f'<select name="year" onchange="this.form.submit()">{options}</select>'
        return list_page(by_choice[year], f'<form action="/gk/nb.php" method="{method}">{select}</form>')

    routes: Routes = {"/gk/nb.php": answering(make), "/": '<a href="/gk/nb.php">年报</a>'}
    result = await finds_all(tmp_path, routes, found, "/")
    assert sum(path.startswith("/gk/") for path in result.paths) == len(YEARS)


@pytest.mark.parametrize(
    "select",
    [
        '<select name="y" onchange="this.form.submit()"><option selected>全部<option>2023<option>2022',
        '<select name="y"><option>2023<option>2022</select>',
        '<select name="s" onchange="this.form.submit()"><option>按时间<option>按标题</select>',
        '<select name="n" onchange="this.form.submit()"><option>10<option>20<option>50</select>',
        '<select onchange="this.form.submit()"><option>2023<option>2022</select>',
    ],
    ids=["all are shown", "nothing sends it", "order", "rows a page", "no name"],
)
def test_other_selects_are_left(select: str) -> None:
    text = f"<html><body><form>{select}</form></body></html>".encode()
    page = Page("http://www.example.gov.cn/gk/", text, "text/html", "text/html")
    assert read_listing(page).lists == ()
