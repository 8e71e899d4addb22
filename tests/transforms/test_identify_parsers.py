"""The parsers of dates and years: every way pages print them, and nothing that is neither."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.identity.dates import bare_dates, parse_date
from transforms.identity.lines import Line
from transforms.identity.years import leaf_year, period_years, title_year

DATES = st.dates(date(2008, 1, 1), date(2039, 12, 31))
YEARS = st.integers(2008, 2039)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(DATES, st.sampled_from(["-", ".", "/", " - ", "- "]), st.sampled_from(["", " 09:30", "09:30", " 9时"]))
def test_padded_dates_are_read_with_any_separator_and_time(day: date, separator: str, time: str) -> None:
    assert parse_date(day.strftime(f"%Y{separator}%m{separator}%d") + time) == day.isoformat()


@given(DATES, st.sampled_from(["", " "]), st.booleans())
def test_chinese_dates_are_read_padded_or_not_wide_or_not(day: date, blank: str, wide: bool) -> None:
    text = f"{day.year}年{day.month}{blank}月{blank}{day.day}日"
    assert parse_date(text.translate(WIDE) if wide else text) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二三年一月十九日", "2023-01-19"),
        ("二○二三年十二月二十一日", "2023-12-21"),
        ("2023年元月9日", "2023-01-09"),
        ("二〇二三年十三月一日", None),
    ],
)
def test_dates_in_words(text: str, day: str | None) -> None:
    assert parse_date(text) == day


@given(st.text(alphabet="0123456789-./年月日: ", max_size=24))
def test_whatever_is_read_is_a_real_date(text: str) -> None:
    found = parse_date(text)
    assert found is None or date.fromisoformat(found).year >= 2000


@pytest.mark.parametrize(
    "text", ["2022-13-01", "2022-02-30", "20251月1日", "2021-1-112:30", "1999-01-01", ""]
)
def test_what_is_no_date_or_could_be_two_is_not_read(text: str) -> None:
    assert parse_date(text) is None


@given(YEARS, st.sampled_from(["{}年", "{}年度", "({})", "{}年度某县{}年", " {} 年", "{}"]))
def test_a_title_names_its_year(year: int, form: str) -> None:
    assert title_year(form.replace("{}", str(year)) + "政府信息公开工作年度报告") == year


@given(YEARS)
def test_chinese_years_are_years(year: int) -> None:
    printed = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    assert title_year(f"{printed}年政府信息公开年报") == year


@pytest.mark.parametrize(
    "title", ["2019-2021年政府信息公开年报", "政府信息公开年报", "国办公开办函〔2021〕30号", "2021年3月5日"]
)
def test_spans_dates_and_document_numbers_name_no_report_year(title: str) -> None:
    assert title_year(title) is None


@given(YEARS, st.booleans())
def test_damaged_periods_still_tell_the_year(year: int, again: bool) -> None:
    end = str(year) if again else ""
    for text in (
        f"统计期限自{year}年1月1日起至{end}年12月31日止".replace("至年", "至"),
        f"统计期限为{year}1月1日至{end}12月31日",
        f"从{year}11日起至{year}1231日止",
        f"{year}年(1月1日至12月31日)",
    ):
        assert period_years([text]) == [year]


def test_a_comma_before_the_end_of_the_period_is_no_end() -> None:
    assert period_years(["统计期限自 2025 年 1 月 1 日起，至 2025 年 12 月 31 日止。"]) == [2025]


def test_a_period_over_two_years_tells_none() -> None:
    assert period_years(["统计期限为2020年1月1日至2021年12月31日"]) == []


def test_the_stated_period_goes_before_other_periods() -> None:
    texts = ["与2020年1月1日至12月31日相比", "数据的统计期限为2021年1月1日至2021年12月31日"]
    assert period_years(texts) == [2021]


def test_only_a_link_that_says_nothing_else_is_a_year() -> None:
    assert leaf_year(" 2023年度 ") == 2023
    assert leaf_year("2023年1月") is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2022-01-20", ["2022-01-20"]),
        ("2022-01-20 09:30 来源：县政府办", ["2022-01-20"]),
        ("2022-01-20 全县召开政务公开会议", []),
        ("2022-01-20 星期四", []),
        ("2022-13-20", []),
    ],
)
def test_a_bare_date_shares_its_line_with_page_tools_only(line: str, found: list[str]) -> None:
    assert list(bare_dates([Line(line)])) == found
