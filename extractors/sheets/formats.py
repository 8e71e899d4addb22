"""Numbers of a sheet as they are shown, by their number format (ECMA-376 part 1, 18.8.30)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)'
    r"|(?P<special>General|G/通用格式|[eE][+-]|/|@|%)|(?P<other>.)",
    re.DOTALL,
)
_GENERAL = frozenset({"", "general", "@", "g/通用格式"})
# Colours in which nobody sees a figure.
_INVISIBLE = frozenset({"white", "白色", "color2"})
# General shows so many digits; what is beyond is noise of binary fractions.
_SIGNIFICANT = 10


def show(number: float, format_: str, epoch_1904: bool = False) -> str:
    """The number as printed. A format not understood stands behind it, so that it is not trusted."""
    if format_.strip().lower() in _GENERAL:
        return general(number)
    sections = _sections(format_)
    section, signed = _section(number, sections)
    if is_date_format(section):
        return _date(number, epoch_1904)
    shown = _by_section(number if signed else abs(number), section)
    return f"{general(number)} [{format_}]" if shown is None else shown


def general(number: float) -> str:
    """Whole numbers in full, others to ten digits: 12.0 is 12, 0.1 + 0.2 is 0.3."""
    if number == int(number):
        return str(int(number))
    return f"{Decimal(f'{number:.{_SIGNIFICANT}g}'):f}"


@lru_cache(maxsize=1024)
def _sections(format_: str) -> tuple[str, ...]:
    return tuple(re.findall(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)|^(?=;)', format_)) or ("",)


def _section(number: float, sections: tuple[str, ...]) -> tuple[str, bool]:
    """The part of the format for this number, and whether the sign is still to be shown."""
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _by_section(number: float, section: str) -> str | None:
    """None where the format holds what is not understood: fractions, conditions, powers of ten."""
    pieces: list[str] = []
    pattern, percents = None, 0
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
        general_here = kind == "special" and text.lower() in _GENERAL - {"@"}
        if (kind == "digits" or general_here) and pattern is None:
            pattern = text
            pieces.append("\0")
        elif kind == "special" and text == "%":
            percents += 1
            pieces.append("%")
        elif kind in ("digits", "special"):
            return None
        elif kind == "bracket":
            if text[:1] in "<>=" or text.lower() in _INVISIBLE:
                return None
            pieces.append(text[1:].split("-")[0] if text.startswith("$") else "")
        else:
            pieces.append(text or "")
    if pattern is None:
        return "".join(pieces).strip()
    digits = _digits(Decimal(repr(float(number))) * 100**percents, pattern)
    sign = "-" if number < 0 and re.search(r"[1-9]", digits) else ""
    return sign + "".join(pieces).replace("\0", digits).strip()


def _digits(number: Decimal, pattern: str) -> str:
    """The bare digits by a pattern of 0, #, ?, comma and point."""
    if pattern.lower() in _GENERAL:
        return general(float(abs(number)))
    body = pattern.rstrip(",")
    number = abs(number) / 1000 ** (len(pattern) - len(body))
    whole, _, fraction = body.partition(".")
    places = len(fraction.replace(",", ""))
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    before, _, after = text.partition(".")
    while len(after) > fraction.count("0") and after.endswith("0"):
        after = after[:-1]
    before = before.rjust(whole.count("0"), "0") if before != "0" or whole.count("0") else ""
    # A format with a point shows it even where no digit follows.
    return f"{before}.{after}" if "." in body else before


def _date(number: float, epoch_1904: bool) -> str:
    try:
        moment = from_excel(number, CALENDAR_MAC_1904 if epoch_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError, TypeError):
        return "#######"
    return str(moment)
