"""What stands above a table: the heading it is under, and the year and body that its caption names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from transforms.forms import own_units
from transforms.prose import squeeze
from transforms.tables.labels import heading_of
from transforms.tables.pieces import Piece
from transforms.tables.sequence import Reading
from transforms.values import is_value

# A caption is a short line, at most so many lines above its table.
_CAPTION_LENGTH, _CAPTION_LINES = 45, 3
_SENTENCE = re.compile(r"[。;；]|[,，].*[,，]")
# A year, but not that of a date.
_YEAR = re.compile(r"(20[0-3]\d)年(?!\d{1,2}月)")
_WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("captions.yml").read_text(encoding="utf-8")
)
_OTHER_YEAR = re.compile("|".join(_WORDS["other_year"]))
_TITLE = re.compile(rf"(20[0-3]\d)年.{{0,20}}(?:{'|'.join(_WORDS['titles'])})$")
# A line of its own that heads what belongs to a year.
_HEADS_A_YEAR = re.compile(r"(20[0-3]\d)年度?[:：]?")
# The body whose table it is, before what the table is about.
_BODY = re.compile(
    r"^(?:附[件表录]?\d*[:.、]?)?(?:[(]?[一二三四五六七八九十\d]+[)、.])?"
    rf"(?P<body>[\u4e00-\u9fff]{{2,20}}?(?:{'|'.join(_WORDS['bodies'])}))"
    rf"(?=20\d\d年|{'|'.join(_WORDS['after_a_body'])}|$)"
)
# 填报单位 is a body, not what is counted.
_FILLED_BY = "|".join(_WORDS["filled_in_by"])
_FILLED_IN = re.compile(
    rf"(?:{_FILLED_BY})(?:单位|机关|部门)(?:[(（]盖章[)）])?[:：](?P<body>[\u4e00-\u9fff]{{3,25}})"
)
_UNIT = re.compile(r"(?<!填报)(?<!填表)(?<!报送)(?<!制表)单位[:：]([^()（）]{1,12})[)）]?$")
_DOUBTFUL = re.compile("|".join(_WORDS["doubtful"]))
_MONTHS = re.compile(r"(\d{1,2})月(?:\d{1,2}日)?[至到—–~～-]+(?:20\d\d年)?(\d{1,2})月")
# The note in the corner of section 三.
_CORNER = re.compile(r"^(?P<before>[\u4e00-\u9fff]{3,25})[(（]?本列数据")


@dataclass(frozen=True, slots=True)
class Above:
    """`heading` is the section of the nearest heading, `stranger` a caption naming another year or body.

    `unit` is a line that names a unit which is not the form's own; `doubt` one that says the table is of a
    part of the year or of something else; `away` tells that the heading of the table's section stands further
    up, and another one between.
    """

    heading: str | None
    stranger: str | None
    unit: str | None = None
    doubt: str | None = None
    away: bool = False


def look_above(
    pieces: Sequence[Piece], readings: Sequence[Reading], year: int | None, publisher: str | None
) -> list[Above]:
    """For each table what stands above it. Without `year` or `publisher` nothing is compared with them."""
    marks = list(_marks(pieces))
    titles = [text for _, kind, text in marks if kind == "year"]
    # Where the whole report is one table, its own title stands in it.
    own_title = bool(titles) and (str(year) in titles or _has_title(pieces, str(year)))
    above = []
    for reading in readings:
        above_it = [mark for mark in marks if mark[0] < reading.start]
        before = [(kind, text) for _, kind, text in above_it]
        heading = next((text for kind, text in reversed(before) if kind == "heading"), None)
        title = next((text for kind, text in reversed(before) if kind == "year"), str(year))
        captions = list(_captions(pieces, reading.start))
        stranger = _stranger(captions, year, publisher)
        within = _is_within(pieces, above_it, readings)
        if stranger is None and own_title and title != str(year) and not within:
            stranger = f"{title}年 … 年度报告"
        unit = next(filter(_names_other_unit, captions), None)
        corner = _CORNER.search(squeeze(pieces[reading.start].text))
        names = [*captions, corner["before"]] if corner else captions
        doubt = next((text for text in names if _is_doubtful(text, publisher)), None)
        if doubt is None and year is not None and title != str(year) and (within or not own_title):
            # The report's own year is nowhere printed: a heading of another year may be all that is left.
            doubt = f"{title}年"
        away = heading != reading.section and ("heading", reading.section) in before
        above.append(Above(heading, stranger, unit, doubt, away))
    return above


def _is_within(
    pieces: Sequence[Piece], above: Sequence[tuple[int, str, str]], readings: Sequence[Reading]
) -> bool:
    """Whether the last year above stands alone over a table within a section that a heading has ended.

    What follows may be the report's own again: 2020年 over a second table, then 四、….
    """
    last = max((n for n, (_, kind, _) in enumerate(above) if kind == "year"), default=None)
    if last is None or last + 1 >= len(above) or not _is_bare(pieces[above[last][0]].text):
        return False
    return any(above[last][0] < reading.start < above[last + 1][0] for reading in readings)


def _marks(pieces: Sequence[Piece]) -> Iterator[tuple[int, str, str]]:
    """Headings (by section) and titles (by year) outside tables, with their places."""
    lines = [(place, piece.text) for place, piece in enumerate(pieces) if piece.text and not piece.column]
    years = {place: found[1] for place, text in lines if "20" in text and (found := _year_of(text))}
    for number, (place, text) in enumerate(lines):
        if section := heading_of(text):
            yield place, "heading", section
        elif place in years and not (_is_bare(text) and _in_a_menu(lines, number)):
            yield place, "year", years[place]


def _year_of(line: str) -> re.Match[str] | None:
    text = squeeze(line)
    return _TITLE.search(text) or _HEADS_A_YEAR.fullmatch(text)


def _is_bare(line: str) -> bool:
    return _HEADS_A_YEAR.fullmatch(squeeze(line)) is not None


def _in_a_menu(lines: Sequence[tuple[int, str]], number: int) -> bool:
    """Whether the line before or behind is a year, too: years to choose from, as pages list them."""
    beside = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
    return any(_is_bare(text) for _, text in beside)


def _has_title(pieces: Sequence[Piece], year: str) -> bool:
    found = (_TITLE.search(squeeze(piece.text)) for piece in pieces if piece.column and year in piece.text)
    return any(title is not None and title[1] == year for title in found)


def _captions(pieces: Sequence[Piece], start: int) -> Iterator[str]:
    """The short lines above a table, nearest first; figures or a section's heading are the last of them."""
    rows: dict[int, list[str]] = {}
    for piece in reversed(pieces[max(0, start - 4 * _CAPTION_LINES) : start]):
        if is_value(piece.text):
            break
        if piece.text:
            rows.setdefault(piece.row, []).insert(0, piece.text)
    for texts in list(rows.values())[:_CAPTION_LINES]:
        text = squeeze("".join(texts))
        if len(text) > _CAPTION_LENGTH or _SENTENCE.search(text):
            return
        yield text
        if heading_of(text):
            return


def _names_other_unit(caption: str) -> bool:
    """Whether the line says a unit that is not the form's: it scales or shifts what stands below it."""
    found = _UNIT.search(caption)
    return found is not None and not set(re.split("[、,，/和]", found[1])) <= own_units()


def _stranger(captions: Sequence[str], year: int | None, publisher: str | None) -> str | None:
    """The caption that names another year or another body, null where none does."""
    for text in captions:
        years = set(_YEAR.findall(text))
        if year is not None and years:
            # What names its year is settled by it.
            return None if str(year) in years else text
        if _OTHER_YEAR.search(text) or (publisher and _names_another(text, squeeze(publisher))):
            return text
    return None


def _is_doubtful(caption: str, publisher: str | None) -> bool:
    """Whether a table is said to be of some months, of another measure, or filled in by another body."""
    months = _MONTHS.search(caption)
    if _DOUBTFUL.search(caption) or (months and months.groups() != ("1", "12")):
        return True
    filled_in = _FILLED_IN.search(caption)
    body = filled_in["body"] if filled_in else caption
    return publisher is not None and _names_another(body, squeeze(publisher))


def _names_another(text: str, publisher: str) -> bool:
    found = _BODY.search(text)
    if found is None or found["body"].startswith(tuple(_WORDS["no_name"])):
        return False
    body = found["body"]
    return body not in publisher and publisher not in body
