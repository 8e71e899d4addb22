"""Slips of people and machines, on the grids. Where a slip changes what is printed, the truth follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from generator.customs import CUSTOMS
from generator.figures import Report, make_report
from generator.grid import PARTIES, Part, Slot, document, not_own, prose, tables
from generator.mishaps import MISHAPS

Noise = Callable[[list[Part], Report, Random], None]
_SIMPLE = (
    "资讯内发废现数规处许罚强费额关务机构请结转办当属国秘法禁会稳"
    "权过执档无补复举报类据应决维纠审诉经议总计业组织体个开"
)
_TRADITIONAL = (
    "資訊內發廢現數規處許罰強費額關務機構請結轉辦當屬國秘法禁會穩"
    "權過執檔無補復舉報類據應決維糾審訴經議總計業組織體個開"
)


def none(parts: list[Part], report: Report, rng: Random) -> None:
    """Nothing wrong."""


def drop_cell(parts: list[Part], report: Report, rng: Random) -> None:
    row, slot = _any_value(parts, rng)
    row.remove(slot)
    report.gone.add(slot.item or "")


def empty_cell(parts: list[Part], report: Report, rng: Random) -> None:
    _, slot = _any_value(parts, rng)
    slot.text = ""
    report.truth[slot.item or ""] = ("blank", None)


def double_cell(parts: list[Part], report: Report, rng: Random) -> None:
    row, slot = _any_value(parts, rng)
    _fill_blanks(row, report)
    row.insert(row.index(slot), replace(slot, item=None))


def _fill_blanks(row: list[Slot], report: Report) -> None:
    """Dashes for a row's blanks: no sum of section 二 tells a figure too many from one in a blank cell."""
    for slot in row:
        if slot.item and slot.item.startswith("disclosure") and not slot.text:
            report.dash(slot.item, "/")
            slot.text = "/"


def fuse_cells(parts: list[Part], report: Report, rng: Random) -> None:
    """Two neighbouring figures in one cell."""
    row, slot = _any_value(parts, rng)
    place = row.index(slot)
    if place + 1 < len(row):
        other = row.pop(place + 1)
        slot.text += rng.choice((" ", "  ", "\n")) + other.text
        report.gone.add(other.item or "")


def split_number(parts: list[Part], report: Report, rng: Random) -> None:
    _split(parts, rng, (" ", "  "))


def split_number_over_lines(parts: list[Part], report: Report, rng: Random) -> None:
    _split(parts, rng, ("\n",))


def split_number_over_cells(parts: list[Part], report: Report, rng: Random) -> None:
    """12 torn into two cells 1 and 2."""
    found = _long_value(parts, rng)
    if found:
        row, slot = found
        _fill_blanks(row, report)
        row.insert(row.index(slot) + 1, Slot(slot.text[1:], "value"))
        slot.text = slot.text[:1]


def _split(parts: list[Part], rng: Random, gaps: tuple[str, ...]) -> None:
    found = _long_value(parts, rng)
    if found:
        text = found[1].text
        place = rng.randrange(1, len(text))
        found[1].text = text[:place] + rng.choice(gaps) + text[place:]


def footnote(parts: list[Part], report: Report, rng: Random) -> None:
    """A mark behind a figure that is no part of it."""
    _, slot = _any_value(parts, rng)
    if report.truth.get(slot.item or "", ("",))[0] == "number":
        slot.text += rng.choice(("①", "*", "（注1）", "[1]", "注", "²", "#"))


def stray_number(parts: list[Part], report: Report, rng: Random) -> None:
    """A page number between two rows."""
    part = rng.choice(tables(parts))
    text = rng.choice(("2", "12", "- 3 -", "— 4 —", "第5页", "2025年"))
    part.rows.insert(rng.randrange(1, len(part.rows) + 1), [Slot(text, "prose")])


def stray_number_after_row_label(parts: list[Part], report: Report, rng: Random) -> None:
    """A row number before a row's figures."""
    part = rng.choice(tables(parts))
    row = rng.choice([row for row in part.rows if any(slot.item for slot in row)])
    _fill_blanks(row, report)
    place = row.index(next(slot for slot in row if slot.item))
    row.insert(place, Slot(str(rng.randrange(30)), "value"))


def line_numbers(parts: list[Part], report: Report, rng: Random) -> None:
    """A column 序号 before the first label."""
    for part in [part for part in tables(parts) if part.section != "disputes"]:
        for number, row in enumerate(part.rows, 1):
            row.insert(0, Slot(str(number), "value"))


def prose_in_table(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    text = rng.choice(
        (
            "2020年本部门政府信息发布总数量（不含新闻类）：4条",
            "备注：以上数据截至12月31日",
            "其中网上申请17件，信函申请2件。",
            "单位：件",
            "（续表）",
            "规范性文件",
            "全年共收到申请12",
        )
    )
    part.rows.insert(rng.randrange(1, len(part.rows) + 1), [Slot(text, "prose")])


def typo(parts: list[Part], report: Report, rng: Random) -> None:
    slot = _any_label(parts, rng)
    place = rng.randrange(len(slot.text))
    slot.text = slot.text[:place] + rng.choice("的行政公开一") + slot.text[place + 1 :]


def cut_label(parts: list[Part], report: Report, rng: Random) -> None:
    slot = _any_label(parts, rng)
    slot.text = slot.text[: rng.randrange(1, len(slot.text) + 1)]


def cut_label_front(parts: list[Part], report: Report, rng: Random) -> None:
    slot = _any_label(parts, rng)
    slot.text = slot.text[rng.randrange(len(slot.text)) :]


def spaced_labels(parts: list[Part], report: Report, rng: Random) -> None:
    for slot in _labels(parts):
        if rng.random() < 0.2:
            slot.text = rng.choice((" ", "  ", "　")).join(slot.text)


def wrapped_labels(parts: list[Part], report: Report, rng: Random) -> None:
    for slot in _labels(parts):
        if len(slot.text) > 2 and rng.random() < 0.3:
            place = rng.randrange(1, len(slot.text))
            slot.text = f"{slot.text[:place]}\n{slot.text[place:]}"


def vertical_labels(parts: list[Part], report: Report, rng: Random) -> None:
    """One character a line in the header and the blocks."""
    for slot in _labels(parts):
        if slot.role in ("header", "block") and len(slot.text) <= 6:
            slot.text = "\n".join(slot.text)


def lost_label(parts: list[Part], report: Report, rng: Random) -> None:
    """A label's cell empty."""
    _any_label(parts, rng).text = ""


def lost_label_cell(parts: list[Part], report: Report, rng: Random) -> None:
    """A label's cell gone."""
    part = rng.choice(tables(parts))
    row = rng.choice([row for row in part.rows if any(slot.role != "value" for slot in row)])
    row.remove(rng.choice([slot for slot in row if slot.role != "value"]))


def swapped_labels(parts: list[Part], report: Report, rng: Random) -> None:
    """Two labels of a table change places with their figures: the truth is what the labels say."""
    part = _applications(parts, rng)
    rows = [row for row in part.rows if len([slot for slot in row if slot.item]) == 7]
    one, two = rng.sample(rows, 2)
    a, b = ([slot for slot in row if slot.item] for row in (one, two))
    for first, second in zip(a, b, strict=True):
        first.text, second.text = second.text, first.text
        first_item, second_item = first.item or "", second.item or ""
        report.truth[first_item], report.truth[second_item] = (
            report.truth[second_item],
            report.truth[first_item],
        )


def renumbered(parts: list[Part], report: Report, rng: Random) -> None:
    marks = rng.choice(("1、", "（1）", "(1)", "①", "1．", ""))
    for slot in _labels(parts):
        for digit in range(1, 9):
            if slot.text.startswith(f"{digit}."):
                mark = marks.replace("1", str(digit)).replace("①", "①②③④⑤⑥⑦⑧"[digit - 1])
                slot.text = mark + slot.text[2:]


def unnumbered(parts: list[Part], report: Report, rng: Random) -> None:
    """All numbering lost, as list bullets are."""
    for slot in _labels(parts):
        if slot.role != "header":
            slot.text = slot.text.split("）", 1)[-1] if slot.text.startswith("（") else slot.text
            slot.text = (
                slot.text.split("、", 1)[-1] if slot.text[1:2] == "、" else slot.text.lstrip("12345678.")
            )


def traditional(parts: list[Part], report: Report, rng: Random) -> None:
    table = str.maketrans(_SIMPLE, _TRADITIONAL)
    for slot in _labels(parts):
        slot.text = slot.text.translate(table)
    for part in parts:
        part.lines = [line.translate(table) for line in part.lines]


def header_word_lost(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    rows = [row for row in part.rows if row[-1].role == "header"]
    if rows:
        row = rng.choice(rows)
        row.remove(rng.choice(row))


def header_row_lost(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    rows = [row for row in part.rows if row[-1].role == "header"]
    if rows:
        part.rows.remove(rng.choice(rows))


def header_lost(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    part.rows = [row for row in part.rows if row[-1].role != "header"]


def header_swapped(parts: list[Part], report: Report, rng: Random) -> None:
    """Two header words change places, with the figures below: the truth stays what the header says."""
    part = _applications(parts, rng)
    row = max((row for row in part.rows if row[-1].role == "header"), key=len, default=[])
    if len(row) >= 3:
        one, two = rng.sample(range(1, len(row)), 2)
        _swap(_going_on(parts, part), row, one, two)


def _going_on(parts: list[Part], part: Part) -> list[list[Slot]]:
    """The rows below the part's header: of a table cut in two, those of the second half without one too."""
    rest = [p for p in parts if p.section == part.section and p is not part and p.rows]
    return part.rows + [row for p in rest if p.rows[0][0].role != "header" for row in p.rows]


def _swap(rows: list[list[Slot]], header: list[Slot], one: int, two: int) -> None:
    keys = dict(
        zip(PARTIES, ("enterprise", "research", "public_welfare", "legal_service", "other_org"), strict=True)
    )
    from_, to = (keys.get(header[place].text) for place in (one, two))
    if not from_ or not to:
        return
    texts = [slot.text for slot in header]
    for row in (row for row in rows if row is header or [slot.text for slot in row] == texts):
        # The head may be printed again further down.
        row[one], row[two] = row[two], row[one]
    for row in rows:
        places = {slot.item.rsplit(".", 1)[1]: n for n, slot in enumerate(row) if slot.item}
        if from_ in places and to in places:
            a, b = places[from_], places[to]
            row[a], row[b] = row[b], row[a]


def swapped_rows(parts: list[Part], report: Report, rng: Random) -> None:
    part = _applications(parts, rng)
    place = rng.randrange(min(4, len(part.rows) - 2), len(part.rows) - 1)
    part.rows[place], part.rows[place + 1] = part.rows[place + 1], part.rows[place]


def lost_row(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    part.rows.pop(rng.randrange(len(part.rows)))


def lost_rows(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    start = rng.randrange(len(part.rows))
    del part.rows[start : start + rng.randrange(2, 8)]


def lost_table(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    parts.remove(part)
    report.gone.update(slot.item for slot in part.values() if slot.item)


def double_row(parts: list[Part], report: Report, rng: Random) -> None:
    part = rng.choice(tables(parts))
    place = rng.randrange(len(part.rows))
    part.rows.insert(place, [replace(slot) for slot in part.rows[place]])


def lost_values(parts: list[Part], report: Report, rng: Random) -> None:
    """A row keeps its label and loses its figures."""
    part = rng.choice(tables(parts))
    row = rng.choice([row for row in part.rows if any(slot.item for slot in row)])
    report.gone.update(slot.item for slot in row if slot.item)
    row[:] = [slot for slot in row if not slot.item]


def lost_heading(parts: list[Part], report: Report, rng: Random) -> None:
    for part in _headings(parts)[: rng.choice((1, 1, 2))]:
        part.lines.clear()


def lost_headings(parts: list[Part], report: Report, rng: Random) -> None:
    for part in _headings(parts):
        part.lines.clear()


def headings_after(parts: list[Part], report: Report, rng: Random) -> None:
    """Each table before its heading."""
    for part in _headings(parts):
        place = parts.index(part)
        parts[place], parts[place + 1] = parts[place + 1], parts[place]


def table_twice(parts: list[Part], report: Report, rng: Random) -> None:
    _insert_copy(parts, rng, _copy(rng.choice(tables(parts))))


def table_twice_otherwise(parts: list[Part], report: Report, rng: Random) -> None:
    """A table printed again with one figure changed; either may be the true one."""
    copy = _copy(rng.choice(tables(parts)))
    slot = rng.choice([slot for slot in copy.values() if slot.text] or copy.values())
    slot.text = str(rng.randrange(100, 999))
    _insert_copy(parts, rng, copy)


def blank_form_before(parts: list[Part], report: Report, rng: Random) -> None:
    """The empty form stands in the document too; it may be all that can be read."""
    report.gone.update(report.truth)
    empty = [part for part in document(report) if part.section]
    for slot in (slot for part in empty for slot in part.values()):
        slot.text = ""
    place = parts.index(tables(parts)[0])
    parts[place:place] = [prose("附：统计表格式"), *not_own(empty)]


def last_year_before(parts: list[Part], report: Report, rng: Random) -> None:
    parts[4:4] = _last_year(report, rng)


def last_year_after(parts: list[Part], report: Report, rng: Random) -> None:
    parts += _last_year(report, rng)


def _last_year(report: Report, rng: Random) -> list[Part]:
    other = make_report(rng, report.form)
    section = rng.choice(("disclosure", "applications", "disputes"))
    table = next(part for part in document(other) if part.section == section)
    return [prose(f"附：{report.year - 1}年同期数据"), *not_own([table])]


def statistics_in_prose(parts: list[Part], report: Report, rng: Random) -> None:
    """A local table of years that looks like data rows."""
    rows = [["年度", "予以公开", "部分公开", "无法提供", "其他", "总计"]]
    rows += [[str(year), *(str(rng.randrange(50)) for _ in range(5))] for year in (2019, 2020, 2021)]
    grid = [[Slot(text) for text in row] for row in rows]
    parts.insert(rng.randrange(len(parts) + 1), Part("local", grid, own=False))


def words_in_prose(parts: list[Part], report: Report, rng: Random) -> None:
    """The forms' own words in the prose, with figures."""
    lines = rng.choice(
        (
            ["（三）行政复议", "结果维持3件，结果纠正1件", "5"],
            ["行政许可", "全年办理行政许可12件。", "行政处罚", "34"],
            ["申请人情况", "自然人", "12", "法人或其他组织", "3"],
            ["一、本年新收政府信息公开申请数量", "12"],
            ["1.重复申请", "2", "2.信访举报投诉类申请", "3"],
        )
    )
    parts.insert(rng.choice((1, len(parts))), prose(*lines))


def _copy(part: Part) -> Part:
    return Part(part.section, [[replace(slot) for slot in row] for row in part.rows], own=False)


def _insert_copy(parts: list[Part], rng: Random, copy: Part) -> None:
    original = next(part for part in parts if part.section == copy.section)
    parts.insert(rng.choice((parts.index(original), parts.index(original) + 1, len(parts))), copy)


def _headings(parts: list[Part]) -> list[Part]:
    return [
        part
        for part in parts
        if part.own and part.lines and part.lines[0][0] in "二三四" and part.lines[0][1] == "、"
    ]


def _applications(parts: list[Part], rng: Random) -> Part:
    """Section 三, or what holds it."""
    found = [part for part in tables(parts) if part.section == "applications"]
    return rng.choice(found or tables(parts))


def _any_value(parts: list[Part], rng: Random) -> tuple[list[Slot], Slot]:
    part = rng.choice(tables(parts))
    row = rng.choice([row for row in part.rows if any(slot.item for slot in row)])
    return row, rng.choice([slot for slot in row if slot.item])


def _long_value(parts: list[Part], rng: Random) -> tuple[list[Slot], Slot] | None:
    found = [
        (row, slot)
        for part in tables(parts)
        for row in part.rows
        for slot in row
        if slot.item and len(slot.text) > 1 and slot.text.isdigit()
    ]
    return rng.choice(found) if found else None


def _labels(parts: list[Part]) -> list[Slot]:
    return [slot for part in tables(parts) for slot in part.labels() if slot.role != "value"]


def _any_label(parts: list[Part], rng: Random) -> Slot:
    part = rng.choice(tables(parts))
    return rng.choice([slot for slot in part.labels() if slot.role != "value"])


NOISES: dict[str, Noise] = (
    {
        name: function
        for name, function in list(globals().items())
        if not name.startswith("_") and getattr(function, "__module__", "") == __name__ and name != "Noise"
    }
    | MISHAPS
    | CUSTOMS
)
