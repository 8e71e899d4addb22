"""Lines of text to paragraphs: a sentence that goes on in the next line or on the next page is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Paragraph
from extractors.pages.layout import Text
from extractors.pages.unruled import cells_of

# In heights of the line: an indent is at least so wide, a full line ends at most so far from the margin.
_INDENT, _SHORT = 1.0, 1.6


def paragraphs(texts: Sequence[Text]) -> Iterator[Paragraph]:
    """Paragraphs with the place of their first line.

    A line goes on where it is as wide as the text is set and the next one starts at the margin.
    """
    if not texts:
        return
    left = min(text.line.box.x0 for text in texts)
    right = max(text.line.box.x1 for text in texts)
    run: list[Text] = []
    for text in texts:
        if run and not _goes_on(run[-1], text, left, right):
            yield _paragraph(run)
            run = []
        run.append(text)
    yield _paragraph(run)


def _goes_on(last: Text, text: Text, left: float, right: float) -> bool:
    height = last.line.box.bottom - last.line.box.top
    same_size = abs(height - (text.line.box.bottom - text.line.box.top)) < 0.2 * height
    full = last.line.box.x1 > right - _SHORT * height and last.width * 0.5 < right - left
    indented = text.line.box.x0 > left + _INDENT * height
    # A line of cells is no line of prose.
    return full and same_size and not indented and len(cells_of(last.line)) == len(cells_of(text.line)) == 1


def _paragraph(run: Sequence[Text]) -> Paragraph:
    text = run[0].line.text
    for line in run[1:]:
        # Chinese is set without blanks between lines.
        space = " " if text[-1].isascii() and line.line.text[0].isascii() else ""
        text += space + line.line.text
    return Paragraph(text, f"page {run[0].page} line {run[0].number}")
