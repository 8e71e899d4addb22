"""A page's text that stands in a script: gkmlpt's articles, which their own script shows."""

from __future__ import annotations

import json
import re

_DETAIL = re.compile(r"""\bDETAIL["']?\s{0,9}:\s{0,9}\{""")
_CONTENT = re.compile(r"""\bcontent["']?\s{0,9}:\s{0,9}("[^"\\]*(?:\\.[^"\\]*)*")""", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>|&\w{1,8};|\s+")
_END = re.compile(r"</body\s{0,9}>", re.IGNORECASE)
_SAMPLE = 60  # characters that tell whether the text is shown already


def with_scripted_body(text: str) -> str:
    """The source with the article that its script holds put at the end of its body, unless it is there."""
    start = text.find("_CONFIG")
    detail = _DETAIL.search(text, start) if start >= 0 else None
    found = _CONTENT.search(text, detail.end()) if detail else None
    content = _value(found[1]) if found else ""
    sample = _plain(content)[:_SAMPLE]
    if found is None or not sample or sample in _plain(text[: found.start()] + text[found.end() :]):
        return text
    place = max((end.start() for end in _END.finditer(text)), default=len(text))
    return f"{text[:place]}<div>{content}</div>{text[place:]}"


def _value(literal: str) -> str:
    """The text of a string in a script, as far as JSON writes it in the same way; else nothing."""
    try:
        value = json.loads(literal, strict=False)
    except ValueError:
        return ""
    return str(value).encode("utf-8", "replace").decode()


def _plain(markup: str) -> str:
    return _TAG.sub("", markup)
