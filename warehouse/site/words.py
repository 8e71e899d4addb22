"""What the pages say, in Chinese and English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")
_FILE = Path(__file__).with_name("words.yml")
_LABELS = Path(__file__).with_name("labels.yml")


@cache
def words(language: str) -> Mapping[str, str]:
    """Every text by its name. Raises ValueError for one that is not there in both languages."""
    texts: Mapping[str, list[str]] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for name, both in texts.items():
        if len(both) != len(LANGUAGES):
            raise ValueError(f"{_FILE.name}: {name} needs a text in Chinese and one in English")
    place = LANGUAGES.index(language)
    return {name: str(both[place]) for name, both in texts.items()}


def say(language: str, name: str, **values: object) -> str:
    """A text, filled in."""
    return words(language)[name].format(**values)


@cache
def labels() -> Mapping[str, str]:
    """What the labels of the official forms say, in English."""
    texts: Mapping[str, str] = yaml.safe_load(_LABELS.read_text(encoding="utf-8"))
    return texts


def script(language: str) -> str:
    """The same texts for the pages' scripts; in English with the labels of the forms."""
    texts = {**words(language), **(labels() if language == "en" else {})}
    text = json.dumps(texts, ensure_ascii=False, indent=0).replace("<", "\\u003c")
    return f'"use strict";\nObject.assign(gongkai.words, {text});\n'
