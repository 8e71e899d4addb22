"""Printed text is shown as text, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.harmless import no_formula, visible


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("桃城区人民政府", "桃城区人民政府"),
        ("第一行\n第二行", "第一行⏎第二行"),
        ("\x1b[31m红", "\\x1b[31m红"),
        ("abc\u202e321", "abc\\u202e321"),
        ("零宽\u200b空格", "零宽\\u200b空格"),
        ("𠮷野\u3000县", "𠮷野\u3000县"),
    ],
)
def test_what_acts_or_hides_is_spelled_out(printed: str, shown: str) -> None:
    assert visible(printed) == shown


@given(st.text())
def test_no_control_or_mark_of_direction_is_left(text: str) -> None:
    assert not set(visible(text)) & {
        *map(chr, range(32)),
        *map(chr, range(0x7F, 0xA0)),
        *"\u202d\u202e\u2066\u2028",
    }


@pytest.mark.parametrize(
    "text", ["=cmd()", "+A1", "-增3", "@SUM(A1)", "\t=1", "＝1+1", "=", "-1+2", "+", "-1e9"]
)
def test_a_formula_becomes_text(text: str) -> None:
    assert no_formula(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-3", "+3", "-", "--", "-8.5", "-1,234", "－", "12", "", "a=b", "/", "桃城区"]
)
def test_numbers_dashes_and_words_stay(text: str) -> None:
    assert no_formula(text) == text
