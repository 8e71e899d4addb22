"""Hard titles with the identity they tell, and real addresses whose publisher, level and year are known."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractors.document import Document, Paragraph
from transforms.divisions import load
from transforms.identity.identify import identify
from transforms.records import Context, Identity
from transforms.script import simplified

TITLES = Path(__file__).with_name("identities.csv")
ADDRESSES = Path(__file__).parents[3] / "shared" / "samples" / "report_urls.csv"
# Where the row's place is another notion than the contract's (a branch's seat, a zone's bare name).
OTHER_NOTION = ("分中心", "经济开发区管理委员会", "高新技术产业园区管理委员会", "(市民促局)")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
WORDINGS = [
    "{publisher}{year}年政府信息公开工作年度报告",
    "{year}年度{publisher}政府信息公开年报",
    "{publisher}政府信息公开工作年度报告（{year}年度）",
    "关于{publisher}{year}年度政府信息公开工作情况的报告",
    "{publisher}{chinese}年政府信息公开年度报告",
    "{publisher} {year} 年政府信息公开工作年度报告（{next}年1月发布）",
    "{publisher}關於{year}年政府資訊公開工作年度報告",
]


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(title: str, site: str | None, url: str | None = None) -> Identity:
    blocks = tuple(
        Paragraph(text, "here") for text in (title, "一、总体情况", "2019年以来，我们认真贯彻落实条例。")
    )
    return identify(Document("text/html", blocks, title), Context(site_division=site, url=url))


@pytest.mark.parametrize("row", rows(TITLES), ids=lambda row: row["title"][:40])
def test_hard_titles(row: dict[str, str]) -> None:
    told = read(row["title"], row["site"] or None)
    found = (told.publisher, told.publisher_level, told.place, told.division_code, told.year)
    wanted = [row[key] or None for key in ("publisher", "level", "place", "division_code", "year")]
    assert [None if one is None else str(one) for one in found] == wanted


def known_addresses() -> list[dict[str, str]]:
    return [
        row
        for row in rows(ADDRESSES)
        if row["kind"] == "report"
        and row["publisher"]
        and row["year"]
        and not row["publisher"].endswith(OTHER_NOTION)
    ]


def site_of(row: dict[str, str]) -> str | None:
    """The code of the nearest division in the row's path of places."""
    if row["level"] == "central":
        return "000000"
    steps = row["place"].split("/")
    named = (load().named("/".join(steps[:end])) for end in range(len(steps), 0, -1))
    return next((found[0].division_code for found in named if found), None)


@pytest.mark.skipif(not ADDRESSES.exists(), reason="needs ../shared/samples")
@pytest.mark.parametrize("wording", WORDINGS)
def test_known_reports_are_identified_in_every_wording(wording: str) -> None:
    wrong = []
    for row in known_addresses():
        year = row["year"]
        title = wording.format(
            publisher=row["publisher"], year=year, chinese=year.translate(CHINESE), next=int(year) + 1
        )
        for site in (None, site_of(row)):
            told = read(title, site, row["url"])
            place = "中央" if row["level"] == "central" else row["place"].rsplit("/", 1)[-1]
            found = (told.publisher, told.publisher_level, told.place, str(told.year))
            if found != (row["publisher"], row["level"], place, year):
                wrong.append((title, found))
            if site and told.division_code != site:
                wrong.append((title, (told.division_code, site)))
    assert wrong == []


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("瀋陽市政府資訊公開", "沈阳市政府信息公开"),
        ("關於2021年", "关于2021年"),
        ("乾县", "乾县"),
        ("於潜镇", "於潜镇"),
        ("行政徵收費", "行政征收费"),
    ],
)
def test_traditional_script_is_read_as_it_was_published(printed: str, read_as: str) -> None:
    assert simplified(printed) == read_as
