"""Characters of government pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import decode


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("年报".encode("gbk"), "text/html; charset=gb2312", "年报"),
        ("朱镕基".encode("gbk"), "text/html; charset=GB2312", "朱镕基"),
        ("\ufeff年报".encode(), None, "年报"),
        ('<meta charset="gb2312">年报'.encode("gbk"), "text/html", '<meta charset="gb2312">年报'),
        ("年报".encode(), None, "年报"),
        ("年报".encode("gbk"), None, "年报"),
        ("年报".encode(), "text/html; charset=gb2312x", "年报"),
        ("年报".encode(), "text/html; charset=base64", "年报"),
    ],
)
def test_charset_comes_from_header_mark_meta_or_fit(body: bytes, content_type: str | None, text: str) -> None:
    assert decode(body, content_type) == text


def test_one_bad_byte_does_not_turn_a_declared_page_into_another_encoding() -> None:
    assert decode("年报".encode() + b"\xff", "text/html; charset=utf-8") == "年报\ufffd"


@given(st.binary(), st.one_of(st.none(), st.text(max_size=20)))
def test_any_bytes_decode(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)


def test_a_server_that_calls_everything_latin_1_is_not_believed() -> None:
    assert decode("公开".encode(), "text/html; charset=ISO-8859-1") == "公开"


def test_names_that_are_no_charsets_of_pages_are_passed_over() -> None:
    for name in ("idna", "punycode", "unicode_escape", "hex", "utf-7"):
        page = f"<meta charset={name}>公开"
        assert decode(page.encode()) == page
