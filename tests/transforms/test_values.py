"""Printed text to number and state."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from transforms import forms
from transforms.values import Value, is_value, parse_value, printed_unit, to_wan_yuan


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("０", 0),
        ("零", 0),
        ("〇", 0),
        ("17", 17),
        ("１７", 17),
        (" 17 ", 17),
        ("\xa0\xa017\xa0", 17),
        ("　17\n", 17),
        ("1,234", 1234),
        ("１，２３４", 1234),
        ("1,234,567", 1234567),
        ("-8", -8),
        ("－8", -8),
        ("−8", -8),
        ("+3", 3),
        ("3.5", 3.5),
        ("544.7257", 544.7257),
        ("17件", 17),
        ("17 件", 17),
        ("2 项", 2),
        ("12人次", 12),
        ("3(件)", 3),
        ("3（件）", 3),
        ("007", 7),
        ("999999999999999", 999999999999999),
    ],
)
def test_a_number_is_read(text: str, number: float) -> None:
    assert (parse_value(text).state, parse_value(text).number) == ("number", number)


@pytest.mark.parametrize("text", ["", " ", "\xa0", "　", "\n \t", "\xa0　 "])
def test_nothing_printed_is_blank(text: str) -> None:
    assert parse_value(text).state == "blank"


@pytest.mark.parametrize(
    "text", ["/", "／", "\\", "-", "－", "—", "——", "– –", "无", "暂无", "不涉及", "*", "N/A", "……"]
)
def test_a_mark_for_nothing_is_a_placeholder_and_never_zero(text: str) -> None:
    assert (parse_value(text).state, parse_value(text).number) == ("placeholder", None)


@pytest.mark.parametrize(
    "text",
    [
        "1 2",
        "1\n2",
        "12①",
        "12²",
        "12*",
        "12[1]",
        "12（注1）",
        "#12",
        "增3减1",
        "0/0",
        "3-5",
        "1.2.3",
        "1,23",
        "12,34,567",
        "- 8",
        "+ 3",
        "--8",
        "约12",
        "12余",
        "642 余条",
        "由区政府办统一填报",
        "1e5",
        "12%",
        "1.",
        ".5",
        "1234567890123456",
        "二十",
        "12件3",
        "壹",
    ],
)
def test_what_is_no_one_number_is_unreadable(text: str) -> None:
    assert (parse_value(text).state, parse_value(text).number) == ("unreadable", None)


@pytest.mark.parametrize(
    ("text", "number", "unit", "wan_yuan"),
    [
        ("251000元", 251000, "元", 25.1),
        ("27.6万元", 27.6, "万元", 27.6),
        ("27.6 万元", 27.6, "万元", 27.6),
        ("1.2亿元", 1.2, "亿元", 12000),
        ("2792220.8元", 2792220.8, "元", 279.22208),
        ("3.54（万元）", 3.54, "万元", 3.54),
    ],
)
def test_money_keeps_its_printed_number_and_unit(
    text: str, number: float, unit: str, wan_yuan: float
) -> None:
    value = parse_value(text)
    assert (value.number, value.unit) == (number, unit)
    assert to_wan_yuan(number, unit) == pytest.approx(wan_yuan, abs=1e-9)


def test_units_of_counts_are_no_money() -> None:
    assert parse_value("17件").unit is None


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_every_count_reads_as_itself_however_it_is_set(number: int) -> None:
    wide = str(number).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    for text in (
        str(number),
        f"{number:,}" if number < 10**14 else str(number),
        wide,
        f" {number}\xa0",
        f"{number}件",
    ):
        assert parse_value(text).number == number


@given(
    st.integers(0, 999), st.integers(0, 999), st.sampled_from([" ", "\n", "  ", "\xa0", "/", "、", "-", "～"])
)
def test_two_numbers_are_never_read_as_one(first: int, second: int, between: str) -> None:
    assert parse_value(f"{first}{between}{second}").number is None


@given(st.text(max_size=12))
@example("0" * 13)
def test_any_text_has_exactly_one_state_and_a_number_only_then(text: str) -> None:
    value = parse_value(text)
    assert value.state in ("number", "blank", "placeholder", "unreadable")
    assert (value.number is not None) == (value.state == "number")
    assert is_value(text) == (value.state in ("number", "placeholder"))


@given(st.text(alphabet="规章数量件本年公开无法提供其他处理", min_size=2, max_size=8))
def test_words_are_never_numbers(text: str) -> None:
    assert parse_value(text).number is None


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad"]
)
def test_a_character_that_nobody_sees_is_no_part_of_a_number(sign: str) -> None:
    assert parse_value(f"{sign}1{sign}2{sign}") == Value("number", 12.0)
    assert parse_value(sign) == Value("blank")


@pytest.mark.parametrize("text", ["\u202e12", "1\u03362", "１２①", "12²", "1\ue0002", "١٢"])
def test_a_digit_that_is_seen_otherwise_is_unreadable(text: str) -> None:
    assert parse_value(text).state == "unreadable"


def test_every_unit_that_counts_like_another_is_read_in_a_cell() -> None:
    data = yaml.safe_load(Path(forms.__file__).with_name("measures.yml").read_text(encoding="utf-8"))
    for unit in chain.from_iterable(data["counted_alike"]):
        assert printed_unit(f"12{unit}") == unit
