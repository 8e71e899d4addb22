"""Numbers as prose prints them: digits with separators, 万, Chinese numerals."""

from __future__ import annotations

import re

# A number, to be put into larger patterns.
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?[万亿]?"
    r"|[零〇一二两三四五六七八九十百千万廿壹贰叁肆伍陆柒捌玖拾佰仟]+"
)

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# The numerals of cheques.
_WRITTEN_OUT = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千") | {ord("廿"): "二十"}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_OVER = re.compile(r"([^余多]+)[余多]([万亿])")
_ARABIC = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([万亿]?)")


def parse_number(text: str) -> float | None:
    """The value of one printed number, or None where it is none (`一一`, `十十`); 260余万 is 2600000."""
    if match := _OVER.fullmatch(text):
        low = parse_number(match[1])
        return None if low is None else round(low * _LARGE[match[2]], 6)
    if match := _ARABIC.fullmatch(text):
        value = float(match[1].replace(",", "")) * _LARGE.get(match[2], 1)
        return round(value, 6)
    if not text or "亿" in text:
        return None
    text = text.translate(_WRITTEN_OUT)
    above, stop, below = text.rpartition("万")
    if not stop:
        return _below_ten_thousand(text)
    high = _below_ten_thousand(above)
    low = _below_ten_thousand(below) if below else 0.0
    return None if high is None or low is None else high * 10_000 + low


def _below_ten_thousand(text: str) -> float | None:
    """三百零五, 十二, 两千: ranks fall, and a digit stands before each of them (but for a leading 十)."""
    total, digit, rank = 0, None, 10_000
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
            continue
        leading_ten = sign == "十" and digit is None and not total
        if sign not in _TENS or _TENS[sign] >= rank or not (digit or leading_ten):
            return None
        rank = _TENS[sign]
        total += (digit or 1) * rank
        digit = None
    return float(total + (digit or 0)) if text else None
