"""More ways in which pages lay the tables out: rows of blocks, numbers apart, what only the source holds."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from generator.figures import make_report
from generator.grid import DISPUTES, RESULTS, Grid, Part, Slot, document, not_own, prose, tables

_NUMBER = re.compile(r"([0-9]\.|（[一二三四五六七]）|[一二三四]、)(.+)", re.DOTALL)


def numbers_apart(parts: list[Part], rng: Random) -> None:
    """The number of each row of section 三 in a cell of its own."""
    for part in _of(parts, "applications"):
        for row in part.rows:
            for slot in [slot for slot in row if slot.role == "label" and _NUMBER.fullmatch(slot.text)]:
                found = _NUMBER.fullmatch(slot.text)
                place = row.index(slot)
                row[place : place + 1] = (
                    [Slot(found[1], "label"), replace(slot, text=found[2])] if found else [slot]
                )
            if row[0].role == "header":
                row[0].cs += row[0].cs == 3


def blocks_as_rows(parts: list[Part], rng: Random) -> None:
    """The blocks of section 三 as rows of their own above theirs, with blanks, or with their sums."""
    sums = rng.random() < 0.5
    for part in _of(parts, "applications"):
        grid: Grid = []
        for number, row in enumerate(part.rows):
            for slot in [slot for slot in row if slot.role == "block"]:
                below = part.rows[number : number + slot.rs]
                grid.append([Slot(slot.text, "block", 3), *_of_block(below, sums)])
            labels = [slot for slot in row if slot.role != "block"]
            if labels and labels[0].role == "label":
                labels[0].cs = 3
            grid.append(labels)
        part.rows = grid


def _of_block(rows: Grid, sums: bool) -> list[Slot]:
    # Of 三、本年度办理结果 the last row is the sum.
    columns = list(zip(*[[slot for slot in row if slot.item] for row in rows], strict=False))
    last = rows[-1][0].text.startswith("（七）")
    if not sums:
        return [Slot("", "value") for _ in columns]
    return [Slot(column[-1].text if last else _sum(column), "value") for column in columns]


def _sum(slots: tuple[Slot, ...]) -> str:
    wide = {0xFF10 + digit: str(digit) for digit in range(10)}
    digits = [re.sub(r"[^0-9]", "", slot.text.translate(wide)) for slot in slots]
    return str(sum(int(text) for text in digits if text))


def narrow_blocks(parts: list[Part], rng: Random) -> None:
    """Section 二 cut behind its first block, the others two columns wide."""
    for part in _of(parts, "disclosure"):
        cut = next(n for n, row in enumerate(part.rows) if n and row[0].role == "block")
        rest = [[replace(slot) for slot in row] for row in part.rows[cut:]]
        if any(len([slot for slot in row if slot.item]) > 1 for row in rest):
            continue
        for row in rest:
            row[-1].cs = 2 if row[-1].role == "block" else 1
        part.rows = part.rows[:cut]
        parts.insert(parts.index(part) + 1, Part("disclosure", rest))


def dispute_rows(parts: list[Part], rng: Random) -> None:
    """Section 四 as three rows under five results."""
    for part in _of(parts, "disputes"):
        values = part.values()
        head = [
            Slot(rng.choice(("类别", "", "案件类型")), "header"),
            *(Slot(text, "header") for text in RESULTS),
        ]
        part.rows = [head, *([Slot(name), *values[5 * n : 5 * n + 5]] for n, name in enumerate(DISPUTES))]


def annex(parts: list[Part], rng: Random) -> None:
    """The tables behind the text, in an annex of their own order; the headings keep their places."""
    found = tables(parts)
    rest = [part for part in parts if part not in found]
    if rng.random() < 0.5:
        rng.shuffle(found)
    parts[:] = [*rest, prose("附件：政府信息公开情况统计表"), *found]


def hidden_copy(parts: list[Part], rng: Random) -> None:
    """Last year's tables in the source of the page, where nobody sees them."""
    form = "2019" if any("本年新制作" in slot.text for part in parts for slot in part.labels()) else "2021"
    copies = [replace(part, hidden=True) for part in not_own(document(make_report(rng, form)))]
    place = rng.choice((1, len(parts)))
    parts[place:place] = copies


def hidden_column(parts: list[Part], rng: Random) -> None:
    """A column of other figures that the page hides, before or behind the report's."""
    part = rng.choice(tables(parts))
    first = rng.random() < 0.5
    for row in part.rows:
        places = [n for n, slot in enumerate(row) if slot.item]
        if places:
            other = Slot(str(rng.randrange(90)), "value", hidden=True)
            row.insert(places[0] if first else places[-1] + 1, other)


def totals_alone(parts: list[Part], rng: Random) -> None:
    """Section 三 without its applicants, under 总计 or 数量."""
    for part in _of(parts, "applications"):
        head = [Slot("项目", "header", 3), Slot(rng.choice(("总计", "数量（件）")), "header")]
        rows = ([*(slot for slot in row if not slot.item), row[-1]] for row in part.rows[3:])
        part.rows = [head, *rows]


def two_totals(parts: list[Part], rng: Random) -> None:
    """Last year's total beside this year's."""
    first = rng.random() < 0.5
    for part in _of(parts, "applications"):
        part.rows[0][1].cs += 1
        title = Slot(rng.choice(("上年总计", "2019年总计", "上年同期")), "header", rs=2)
        part.rows[1].insert(len(part.rows[1]) - first, title)
        for row in part.rows[3:]:
            row.insert(len(row) - first, Slot(str(rng.randrange(90)), "value"))


def channels(parts: list[Part], rng: Random) -> None:
    """Columns of the ways in which requests came, behind the form's."""
    names = ("当面", "网络", "信函")
    for part in _of(parts, "applications"):
        part.rows[0].append(Slot("申请方式", "header", 3))
        part.rows[1] += [Slot(name, "header", rs=2) for name in names]
        for row in part.rows[3:]:
            row += [Slot(str(rng.randrange(40)), "value") for _ in names]


def serial_numbers(parts: list[Part], rng: Random) -> None:
    """The form of 2014 with a column 序号 before its labels."""
    for part in _of(parts, "statistics"):
        for number, row in enumerate(part.rows):
            row.insert(0, Slot(str(number) if number else "序号", "value" if number else "header"))


def three_bodies(parts: list[Part], rng: Random) -> None:
    """The form of 2014 with a column for the government, its departments and the towns."""
    names = ("区政府", "区直单位", "乡镇街道")
    for part in _of(parts, "statistics"):
        for row in part.rows:
            value = row[-1]
            texts = names if value.role == "header" else [str(rng.randrange(30)) for _ in names]
            role = value.role
            texts = texts if role in ("header", "value") else ["——"] * 3
            row[2:2] = [Slot(text, role) for text in texts]
            value.text = "合计" if role == "header" else value.text


def side_by_side(parts: list[Part], rng: Random) -> None:
    """The form of 2014 in two halves beside each other."""
    for part in _of(parts, "statistics"):
        head, *rows = part.rows
        half = (len(rows) + 1) // 2
        right = [
            *rows[half:],
            *([Slot("", "label"), Slot("", "unit"), Slot("", "value")] for _ in range(2 * half - len(rows))),
        ]
        part.rows = [[*head, *(replace(slot) for slot in head)]]
        part.rows += [[*one, *other] for one, other in zip(rows[:half], right, strict=True)]


def whole_labels(parts: list[Part], rng: Random) -> None:
    """Each label with those above it: 三、本年度办理结果（三）不予公开1.属于国家秘密."""
    for part in _of(parts, "applications"):
        above: list[Slot] = []
        for row in part.rows:
            if row[0].role == "header":
                continue
            blocks = [slot for slot in row if slot.role == "block"]
            if blocks:
                above = [*(above[:1] if len(blocks) == 1 and above else []), *blocks]
            label = next(slot for slot in row if slot.role == "label")
            inner = label.text[0] in "123456789"
            label.text = (above[-1].text if inner and above else "") + label.text
            label.cs = 3
            row[:] = [slot for slot in row if slot.role != "block"]


def unmerged(parts: list[Part], rng: Random) -> None:
    """Every merged cell taken apart, its text in the first of them."""
    for part in tables(parts):
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(part.rows):
            cells: list[Slot] = []
            for slot in row:
                while (number, len(cells)) in taken:
                    cells.append(Slot("", slot.role if slot.role != "value" else "label"))
                wide = len(cells)
                taken |= {(number + r, wide + c) for r in range(1, slot.rs) for c in range(slot.cs)}
                blanks = [Slot("", slot.role) for _ in range(slot.cs - 1)]
                cells += [replace(slot, cs=1, rs=1), *blanks]
            row[:] = cells


def _of(parts: list[Part], section: str) -> list[Part]:
    return [part for part in tables(parts) if part.section == section]
