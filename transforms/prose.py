"""The running text of a document: paragraphs in half width without blanks, wrapped lines joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from extractors.document import Paragraph
from transforms.values import INVISIBLE

_STOP = tuple("。!?;:")
_NUMBERED = re.compile(r"^([(]?[一二三四五六七八九十\d]{1,3}[、.)]|-\d+-$)")
_PAGE_NUMBER = re.compile(r"-\d+-")
_INNER_STOP = re.compile(r"[,。;《》]")
# Shorter lines are headings and cells, not lines of a wrapped sentence.
_WRAPPED_FROM = 18


# A text is wanted for identity, captions and claims; what is kept between documents is little.
@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """The text in half width without any blank or character that nobody sees."""
    return "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def prose(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Each paragraph that is neither navigation nor a piped table row, squeezed.

    A line that breaks off in a sentence (PDF, <br>) is joined with the next; page numbers are dropped.
    """
    pending = ""
    for paragraph in paragraphs:
        if paragraph.link:
            continue
        line = squeeze(paragraph.text)
        if "|" in line or not line:
            continue
        if pending and _PAGE_NUMBER.fullmatch(line):
            continue
        if pending and _NUMBERED.match(line):
            yield pending
            pending = ""
        pending += line
        if not _breaks_off(line):
            yield pending
            pending = ""
    if pending:
        yield pending


def _breaks_off(line: str) -> bool:
    """A long line with a comma or stop inside that does not end in one."""
    return len(line) >= _WRAPPED_FROM and not line.endswith(_STOP) and bool(_INNER_STOP.search(line))
