"""Who signed a report: the body's name above the date below the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from transforms.identity.bodies import ends_like_a_body
from transforms.identity.dates import parse_date
from transforms.identity.lines import Line, Lines

# Nothing else stands in the line.
_DATE_ALONE = re.compile(r"(?:20\d\d|二[〇○零Oo0][^年]{2})年[^月]{1,2}月[^日]{1,3}日")


def signed_by(lines: Lines) -> Iterator[str]:
    """The last body whose name stands alone right above a date that stands alone, if any."""
    for signed, body in pairwise(reversed(lines.all)):
        if signed.text.endswith("日") and not (_is_no_text(body) or _is_no_text(signed)):
            date = parse_date(signed.tight) if _DATE_ALONE.fullmatch(signed.tight) else None
            if date and ends_like_a_body(body.tight):
                yield body.tight
                return


def _is_no_text(line: Line) -> bool:
    return line.link or line.row
