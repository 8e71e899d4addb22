"""Comparisons drawn: text stays text, ties, intervals and gaps are shown, nothing printed can act."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from warehouse.amounts import amount
from warehouse.comparison import Comparison, Definition
from warehouse.errors import DrawError, PlaceError
from warehouse.plot import picture
from warehouse.plot.chart import svg
from warehouse.plot.page import page
from warehouse.plot.save import save
from warehouse.plot.scale import cut, scale, width

SHARE = Definition(
    "disclosure_rate", "Disclosure rate", "公开率", "share", "share 占比 (0-1)", 30, "Note. | 说明"
)
DAYS = Definition("days_late", "Days after the deadline", "逾期天数", "days", "天", None, "Note. | 说明")
REGION = {
    "rank": 1, "ties": 1, "division_code": "131102", "place": "桃城区", "province": "河北省",
    "value": 0.6, "numerator": 15.0, "denominator": 25.0, "low": 0.41, "high": 0.77,
    "flag": None, "doubts": 0, "series": 1, "report_id": "131102-2023-d052ccdf", "url": "http://www.example.gov.cn/1.html",
}  # fmt: skip
NONE = dict.fromkeys(("rank", "ties", "value", "low", "high"))
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\n=cmd()\x1b[31m\u202e县'


def compared(*regions: dict[str, object], definition: Definition = SHARE, **values: object) -> Comparison:
    table = pa.Table.from_pylist([REGION | region for region in regions])
    about = {"year": 2023, "level": "county", "within": "河北省", "found": table.num_rows, "valued": 1}
    about |= {"as_of": date(2026, 11, 20), "invented": False} | values
    return Comparison(table, definition, **about)  # type: ignore[arg-type]


def elements(drawn: str) -> list[etree._Element]:
    return list(etree.fromstring(drawn.encode()).iter())


def texts(drawn: str) -> list[str]:
    return [element.text or "" for element in elements(drawn) if element.tag.endswith("}text")]


def test_a_line_has_rank_name_value_and_the_numbers_behind_it() -> None:
    drawn = texts(svg(compared({"ties": 2, "flag": "small_n", "doubts": 2}), 200))
    assert {"公开率 Disclosure rate, 2023", "1=", "桃城区", "60.0 %", "15 / 25, 2 errors found"} <= set(drawn)
    assert "河北省, county level: 1 of 1 with a value; unit: percent 百分比" in drawn


def test_a_value_of_an_older_form_says_that_it_is_ranked_apart() -> None:
    drawn = texts(svg(compared({"series": 2}, {"place": "冀州区"}), 200))
    assert {"15 / 25", "15 / 25, older form"} <= set(drawn)
    assert any("older form: another definition, ranked apart" in text for text in drawn)


def test_changes_and_fill_are_read_as_percentages() -> None:
    shown = [amount(0.05, "change"), amount(-0.5, "change"), amount(1.0, "fill")]
    assert shown == ["+5.0 %", "-50.0 %", "100.0 %"]


def test_a_region_without_a_value_says_why() -> None:
    drawn = texts(svg(compared({**NONE, "flag": "blank"}), 200))
    assert "no value: left blank" in drawn
    assert "1" not in drawn


def test_a_small_base_is_hollow_and_an_interval_a_line() -> None:
    marks = [
        (element.get("fill"), element.get("d"))
        for element in elements(svg(compared({}, {"flag": "small_n"}), 200))
        if element.tag.endswith(("}circle", "}path"))
    ]
    assert [fill for fill, path in marks if path is None] == ["#0b6e99", "#ffffff"]
    assert all("H" in path for _, path in marks if path)


def test_days_before_the_deadline_stand_left_of_zero() -> None:
    drawn = svg(
        compared({"value": -84.0, "low": None, "high": None, "denominator": None}, definition=DAYS), 200
    )
    assert {"-100", "0", "-84"} <= set(texts(drawn))


def test_what_is_left_out_is_counted() -> None:
    assert "Shown are the first 2 of 7 regions." in texts(svg(compared({}, {}, {}, found=7), 2))


def test_a_demo_says_that_its_figures_are_invented() -> None:
    assert any("invented" in text for text in texts(svg(compared({}, invented=True), 200)))


def test_names_share_their_room_with_a_cut() -> None:
    drawn = texts(svg(compared({"place": "双江拉祜族佤族布朗族傣族自治县" * 3}), 200))
    [name] = [text for text in drawn if text.startswith("双江")]
    assert name.endswith("…")
    assert width(name, 14) < 240


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_name_gives_well_formed_pictures(place: str, province: str) -> None:
    drawn = svg(compared({"place": place, "province": province}), 200)
    assert {element.tag.rpartition("}")[2] for element in elements(drawn)} <= {
        "svg", "title", "text", "rect", "line", "path", "circle", "g",
    }  # fmt: skip


def test_a_page_holds_no_script_and_links_only_to_the_web() -> None:
    drawn = page(
        compared({"place": HOSTILE, "url": "javascript:alert(1)"}, {"url": 'http://a.test/"><b>'}), 200
    )
    tree = LexborHTMLParser(drawn)
    assert tree.css("script, img, iframe, object, b, [onerror], [onload]") == []
    assert [link.attributes["href"] for link in tree.css("a")] == ['http://a.test/"><b>']
    assert HOSTILE.split("\n", maxsplit=1)[0] in tree.css("td")[1].text()
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    assert "Content-Security-Policy" in drawn


def test_the_ending_names_the_kind(tmp_path: Path) -> None:
    heads = {"a.svg": b"<svg", "a.html": b"<!doctype html>", "a.PNG": b"\x89PNG"}
    for name, head in heads.items():
        save(compared({}), tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(head)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.gif", "a plot is one of .svg, .png, .html"),
        ("none/a.svg", "none/a.svg: cannot be written: No such file"),
    ],
)
def test_a_file_that_cannot_be_is_named(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(PlaceError) as error:
        save(compared({}), tmp_path / name)
    assert message in str(error.value)


def test_without_a_chinese_font_no_picture_of_empty_boxes_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "has_chinese_font", lambda: False)
    with pytest.raises(DrawError, match=r"no Chinese font is installed.*\.svg or \.html"):
        save(compared({}), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert page(compared({}, {"place": "冀州区"}), 200) == page(compared({}, {"place": "冀州区"}), 200)


@given(st.lists(st.floats(-1e9, 1e9), max_size=20))
@example([5e-324])
@example([-1e-200, 1e-200])
def test_an_axis_is_round_and_holds_every_value(values: list[float]) -> None:
    axis = scale(values, 300, 700)
    assert all(300 <= axis.x(value) <= 700 for value in values)
    assert 2 <= len(axis.ticks()) <= 12


@given(st.text(), st.integers(20, 300))
def test_a_cut_text_fits(text: str, room: int) -> None:
    assert width(cut(text, 12, room), 12) <= max(room, width("…", 12))
