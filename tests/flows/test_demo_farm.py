"""The farm answers as the documentation of each family says, and prints what its truth holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.error import URLError

import pytest
from bs4 import BeautifulSoup, Tag
from demo_walk import column_url, columns, get, hanweb, links, listed, text

from flows.demo.data import load_sites
from flows.demo.figures import Key
from flows.demo.server import DemoFarm
from flows.demo.truth import ReportTruth

PORT = 28310


@pytest.fixture(scope="module")
def farm() -> Iterator[DemoFarm]:
    with DemoFarm(base_port=PORT) as running:
        yield running


FAMILY = {site.site_id: site.family for site in load_sites() if not site.behaviour and site.site_id != "qufu"}


def reports_of(farm: DemoFarm, site_id: str) -> dict[Key, ReportTruth]:
    return {key: truth for key, truth in farm.truth.items() if truth.site_id == site_id}


def test_lists_run_over_several_pages_and_hold_more_than_reports(farm: DemoFarm) -> None:
    found = listed(farm, "tianshui", "boda")
    assert len(found) == 21
    assert sum("年度报告" in title for title in found) > len(reports_of(farm, "tianshui"))


def test_trs_index_1_is_the_second_page_and_beyond_the_last_there_is_none(farm: DemoFarm) -> None:
    first = column_url(farm, "hengshui")
    assert "createPageHTML(3, 0," in text(first)
    second = first.replace("index.", "index_1.")
    assert not set(links(first, text(first), ".list a")) & set(links(second, text(second), ".list a"))
    assert get(first.replace("index.", "index_3."))[0] == 404


def test_trs_may_answer_beyond_the_last_page_with_a_stub(farm: DemoFarm) -> None:
    status, _, body = get(column_url(farm, "transport").replace("index.", "index_9."))
    assert status == 200
    assert 250 < len(body) < 500
    assert b"<a" not in body


def test_boda_pages_run_backwards(farm: DemoFarm) -> None:
    first = column_url(farm, "tianshui")
    assert first.endswith("/zfxxgknb.htm")
    oldest = links(first, text(first.replace(".htm", "/1.htm")), ".list a")
    second = dict(links(first, text(first), ".pb_sys_common a"))["下页"]
    assert second.endswith("/zfxxgknb/4.htm")
    assert oldest
    assert get(first.replace(".htm", "/5.htm"))[0] == 404


def test_hanweb_may_honour_page_and_ignore_startrecord(farm: DemoFarm) -> None:
    url = column_url(farm, "qufu")
    by_page = {title for title, _ in hanweb(url, by_page=True)}
    assert len(by_page) == 22
    assert len({title for title, _ in hanweb(url)}) == 4
    assert get(farm.url("qufu", "/module/web/jpage/dataproxy.jsp"))[0] == 404


def test_hanweb_wrong_unit_gives_nothing(farm: DemoFarm) -> None:
    url = farm.url(
        "jining", "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=9&perpage=5&columnid=1&unitid=2"
    )
    status, _, body = get(url)
    assert status == 200
    assert b"<totalrecord>0<" in body


def test_gkmlpt_page_0_is_page_1_and_past_the_end_it_is_empty(farm: DemoFarm) -> None:
    url = farm.url("zhuhai", "/gkmlpt/api/all/0?sid=756001&page=")
    assert get(url + "0")[2] == get(url + "1")[2] != get(url + "2")[2]
    beyond = json.loads(get(url + "99")[2])
    assert beyond["articles"] == []
    assert beyond["total"] == len(listed(farm, "zhuhai", "gkmlpt"))


def test_year_columns_hold_one_year_each(farm: DemoFarm) -> None:
    top, *below = columns(farm, "taocheng")
    assert len(below) == 5
    assert not links(top, text(top), ".list a")
    for url in below:
        year = re.findall(r"/(\d{4})n/", url)[0]
        reports = [
            t for t, _ in links(url, text(url), ".list a") if "政府信息公开工作年度报告" in t and year in t
        ]
        assert reports


def test_departments_and_townships_have_columns_of_their_own(farm: DemoFarm) -> None:
    names = [title for title, _ in links("", text(column_url(farm, "wuqing")), ".sub a")]
    assert names == [
        "武清区教育局",
        "武清区民政局",
        "泗村店镇人民政府",
        "河西务镇人民政府",
        "白古屯镇人民政府",
    ]


@pytest.mark.parametrize("site_id", sorted(FAMILY))
def test_every_page_answers_304_to_its_own_validators(farm: DemoFarm, site_id: str) -> None:
    for path in farm.paths(site_id):
        status, headers, _ = get(farm.url(site_id, path))
        assert status == 200
        by_tag = get(farm.url(site_id, path), {"If-None-Match": headers["ETag"]})
        by_date = get(farm.url(site_id, path), {"If-Modified-Since": headers["Last-Modified"]})
        assert (by_tag[0], by_tag[2], by_date[0]) == (304, b"", 304)
        assert get(farm.url(site_id, path), {"If-None-Match": '"other"'})[0] == 200


def test_list_apis_answer_304(farm: DemoFarm) -> None:
    url = farm.url("zhuhai", "/gkmlpt/api/all/0?sid=756001&page=2")
    assert get(url, {"If-None-Match": get(url)[1]["ETag"]})[0] == 304


def test_every_page_says_that_it_is_made_up(farm: DemoFarm) -> None:
    for site_id in FAMILY:
        for path in farm.paths(site_id):
            _, headers, body = get(farm.url(site_id, path))
            if headers["Content-Type"].startswith("text/html"):
                assert "演示".encode("gbk" if b"charset=gb2312" in body else "utf-8") in body, path


def test_a_gb2312_page_holds_gbk_bytes(farm: DemoFarm) -> None:
    _, headers, body = get(column_url(farm, "taojiang"))
    assert headers["Content-Type"] == "text/html"
    assert "政府信息公开年报" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("gb2312")


def test_a_site_may_send_gzip(farm: DemoFarm) -> None:
    _, headers, body = get(farm.url("jining"), {"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert body[:2] == b"\x1f\x8b"


def test_refusals(farm: DemoFarm) -> None:
    status, _, body = get(farm.url("huangshi", "/zwgk/zfxxgk/"))
    assert (status, b"$_ts=" in body) == (412, True)
    with pytest.raises(URLError, match="refused"):
        get(farm.url("qujing"))
    robots = text(farm.url("sanjiang", "/robots.txt"))
    forbidden = re.findall(r"Disallow: (/zwgk.+)", robots)[0]
    assert forbidden in column_url(farm, "sanjiang")
    gone = dict(hanweb(column_url(farm, "qufu"), by_page=True))[
        "曲阜市人民政府2020年政府信息公开工作年度报告"
    ]
    assert get(gone)[0] == 404


NOT_LABELS = re.compile(r"[+-]?\d+(\.\d+)?(万?元)?|/|由区级统一填报")


def printed_texts(page: str) -> list[str]:
    """Every text of the report that is no label, in order: cells of tables, or pieces of flattened text."""
    soup = BeautifulSoup(page, "lxml")
    tables = [table for table in soup.find_all("table") if table.get("class") != ["classify"]]
    if tables:
        return [
            cell for table in tables for cell in _cells(table) if cell == "" or NOT_LABELS.fullmatch(cell)
        ]
    pieces = [piece.strip() for piece in re.split(r"[|\n\s]", soup.get_text("\n"))]
    start, end = pieces.index("二、主动公开政府信息情况"), pieces.index("五、存在的主要问题及改进情况")
    return [piece for piece in pieces[start:end] if NOT_LABELS.fullmatch(piece)]


def _cells(table: Tag) -> list[str]:
    return [cell.get_text().strip() for cell in table.find_all("td")]


@pytest.mark.parametrize("site_id", sorted(FAMILY))
def test_the_pages_print_the_truth(farm: DemoFarm, site_id: str) -> None:
    found = listed(farm, site_id, FAMILY[site_id])
    for truth in reports_of(farm, site_id).values():
        expected = list(truth.printed.values())
        if any(flaw.kind == "values_missing" for flaw in truth.flaws):
            expected = [*expected[:-15], "1", "0", "4", "0", "2", "0", "0", "1"]
        assert printed_texts(text(found[truth.title])) == expected, truth.title
        assert truth.published in text(found[truth.title])
