"""Where a page that is nothing but a redirect leads: a meta refresh or a constant in its script."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.crawl.links import attribute

_REFRESH = re.compile(r"^\s*+(\d*+)[\d.]*+\s*+[;,]?\s*+url\s*+=\s*+['\"]?([^'\"\s]+)", re.IGNORECASE)
# Longer than this is a timer that renews a page or lets it be read.
_LONGEST_REFRESH = 30
_JS_TARGET = re.compile(
    r"""(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\(|window\.open\()\s*["']([^"'+]+)["']"""
    r"""\s*(?:,\s*["']_(?:self|top|parent)["']\s*)?(?=[);,}\n"']|$)"""
)
_JS_COMMENT = re.compile(r"^\s*//.*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
# Scripts that go elsewhere only for some readers, or that want a cookie first, are no redirects.
_CONDITIONAL = re.compile(r"userAgent|screen\.width|isMobile|\bcookie\b", re.IGNORECASE)
_LONGEST_STUB = 4000  # characters
# A page with more links is there to be read: its scripts turn the pages of a list when they are asked to.
_MOST_LINKS = 3
_BRANCH = re.compile(r"(?:\bif\s*\([^{};]*\)|\belse)\s*(?:window\.|self\.|top\.|document\.)?$")


def redirect_of(tree: LexborHTMLParser, text: str) -> str | None:
    """The address, as written, that a page sends every reader on to; None for a page to be read.

    `text` is the page's source. Nothing is executed.
    """
    for tag in tree.css("meta[http-equiv=refresh i]"):
        found = _REFRESH.search(attribute(tag, "content"))
        if found and int(found[1][:4] or 0) <= _LONGEST_REFRESH and not _is_for_old_browsers(tag):
            return found[2]
    if len(text) > _LONGEST_STUB or ("location" not in text and "window.open" not in text):
        return None
    script = _JS_COMMENT.sub("", "\n".join(_scripts(tree)))
    target = None if _CONDITIONAL.search(script) else _JS_TARGET.search(script)
    if target is None or (_is_within(script, target.start()) and len(tree.css("a[href]")) > _MOST_LINKS):
        return None
    return target[1]


def _is_within(script: str, place: int) -> bool:
    """Whether a statement stands in a function or behind a condition."""
    before = script[:place]
    return before.count("{") > before.count("}") or _BRANCH.search(before) is not None


def _is_for_old_browsers(tag: LexborNode) -> bool:
    return tag.parent is not None and tag.parent.tag == "noscript"


def _scripts(tree: LexborHTMLParser) -> list[str]:
    loading = [attribute(tag, "onload") for tag in tree.css("body[onload]")]
    return loading + [tag.text() for tag in tree.css("script")]
