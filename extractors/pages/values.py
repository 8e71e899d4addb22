"""What a number cell may hold, as far as a page's layout depends on it."""

from __future__ import annotations

import re

# Digits and signs, a unit, or one of the words for nothing; a blank as well.
_VALUE = re.compile(r"[\s\d０-９.,，．+\-－—–/／\\*%％\ufffd]*(?:[件条项次个人篇宗份元万亿无零]{0,2})\s*")


def is_value(text: str) -> bool:
    """Whether a text could stand in a number cell; a blank can."""
    return _VALUE.fullmatch(text) is not None
