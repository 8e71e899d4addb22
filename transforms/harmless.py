"""What others have printed, made harmless where it is shown: names and titles are text, never commands."""

from __future__ import annotations

import re
import unicodedata

# Controls, marks of direction and what nobody sees, surrogates, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Not allowed in XML either.
_NO_CHARACTERS = "\ufffe\uffff"
_BREAKS = {"\n": "⏎", "\r": "", "\t": " "}
MAY_BE_FORMULA = r"^[=+\-@\t\r＝＋－＠]"
_FORMULA = re.compile(MAY_BE_FORMULA)
_NUMBER_OR_DASH = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?|[-－]+")


def visible(text: str) -> str:
    r"""One line for a terminal or a picture: breaks as ⏎, characters that act or hide as \x1b or \u202e."""
    if text.isprintable():
        return text
    return "".join(_escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    if sign in _BREAKS:
        return _BREAKS[sign]
    if unicodedata.category(sign) in _UNSEEN or sign in _NO_CHARACTERS:
        return f"\\x{ord(sign):02x}" if ord(sign) < 0x100 else f"\\u{ord(sign):04x}"
    return sign


def no_formula(text: str) -> str:
    """A text for CSV, an apostrophe before it where a spreadsheet would take it for a formula (OWASP)."""
    if _FORMULA.match(text) and not _NUMBER_OR_DASH.fullmatch(text):
        return f"'{text}"
    return text
