"""Numbers in the scripts that Word numbers paragraphs with (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def plain(number: int) -> str:
    """1, 2, 3."""
    return str(number)


def _padded(number: int) -> str:
    return f"{number:02d}"


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _letters(number: int) -> str:
    """A to z, then aa, bb."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 1 <= number <= 780 else str(number)


def _roman(number: int) -> str:
    shown = ""
    for size, letters in _ROMAN:
        shown += letters * (number // size)
        number %= size
    return shown


def _counting(digits: str, units: str) -> Callable[[int], str]:
    def shown(number: int) -> str:
        """十一, 二十, 一百零五; from 10,000 on in digits."""
        if not 0 < number < 10_000:
            return digits[0] if number == 0 else str(number)
        text, skipped = "", False
        for size, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
            digit = number // size % 10
            if digit:
                text += (digits[0] if skipped and text else "") + digits[digit] + unit
                skipped = False
            else:
                skipped = True
        one_ten = digits[1] + units[0]
        return text[1:] if digits[1] == "一" and text.startswith(one_ten) else text

    return shown


def _digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


_chinese = _counting("零一二三四五六七八九", "十百千")

FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimal": plain,
    "decimalZero": _padded,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalHalfWidth": plain,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": _counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
}
