"""Folding: one spelling for labels that differ only in width, brackets, spaces, numbering or script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from transforms.script import simplified
from transforms.values import INVISIBLE

_DROPPED = re.compile(
    r"[\s\u3000\u00ad\u200b-\u200f\u2060-\u2064\ufeff()()（）\[\]【】〔〕“”\"'‘’「」『』《》<>、，,。.:：;；·•*/／\-—–_]+"
)
_NUMBERING = re.compile(
    r"^\s*(?:[(（]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]?|[一二三四五六七八九十]{1,3}\s*[、.．,，)）:：]"
    r"|\d{1,2}\s*[、.．,，)）:：]|\d{1,2}(?=[^\d\s.,%])|[、.．•·\-–—*]+)\s*"
)


# Marks of notes behind a label: ①, [1], （注2）.
_NOTE = re.compile(
    r"(?:\s*(?:[\u2460-\u2473]|[\[【〔]\s*注?\s*\d{1,2}\s*[\]】〕]|[(（]\s*注\s*\d{0,2}\s*[)）]))+\s*$"
)

# How a cell is to be filled in: 规章（设区的市应提供相关数据）, 处理决定数量（指2020年的）.
_INSTRUCTION = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*[(（](?:是?指|请|应当?填|[^()（）]*(?:应提供|应填|请填|填写|可参考|一般情况下|负值表示))"
    r"[^()（）]*[)）]\s*$"
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The label in half width and simplified script, without numbering, spaces, brackets and punctuation.

    Marks of notes and instructions in brackets at its end are left out.
    """
    text = _NOTE.sub("", text)
    if text.rstrip().endswith((")", "）")):
        text = _INSTRUCTION.sub("", text)
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    while (match := _NUMBERING.match(plain)) and match.end():
        plain = plain[match.end() :]
    return simplified(_DROPPED.sub("", plain))
