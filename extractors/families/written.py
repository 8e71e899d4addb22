"""List rows that a script writes from constant strings (`document.writeln("<li><a href=…")`)."""

from __future__ import annotations

import re

from extractors.crawl.page import Link, Page, links_of

_CALL = re.compile(r"""document\.writeln?\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')\s*\)""")
_ESCAPE = re.compile(r"\\(.)")


def rows(page: Page) -> tuple[Link, ...]:
    """The links of what the page's scripts write. Nothing is executed: rows from variables are not seen."""
    if not page.html or "document.write" not in page.text:
        return ()
    found = (_ESCAPE.sub(r"\1", double or single) for double, single in _CALL.findall(page.text))
    markup = "\n".join(found)
    return links_of(markup, page.base)
