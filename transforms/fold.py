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


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The label without numbering, spaces, brackets and punctuation, in half width and simplified script."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", _NOTE.sub("", text)))
    while (match := _NUMBERING.match(plain)) and match.end():
        plain = plain[match.end() :]
    return simplified(_DROPPED.sub("", plain))
