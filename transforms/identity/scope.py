"""Scope: whether the report speaks of the body alone or of all below it, with the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

_RULES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("scope.yml").read_text(encoding="utf-8"))
_OWN, _CONSOLIDATED = (re.compile("|".join(f"(?:{p})" for p in _RULES[k])) for k in ("own", "consolidated"))
_ABOUT = re.compile(_RULES["about"])
_STOP = re.compile(r"(?<=[。!])")
_LONGEST = 300


def find_scope(texts: Iterable[str]) -> tuple[str, str | None]:
    """`own`, `consolidated` or `unknown`, and the first sentence that shows it."""
    found: dict[str, str] = {}
    for text in filter(_ABOUT.search, texts):
        for sentence in _STOP.split(text):
            if len(sentence) <= _LONGEST and _ABOUT.search(sentence):
                for scope, pattern in (("own", _OWN), ("consolidated", _CONSOLIDATED)):
                    if pattern.search(sentence):
                        found.setdefault(scope, sentence)
    if len(found) == 1:
        return next(iter(found.items()))
    return "unknown", None
