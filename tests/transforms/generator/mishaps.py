"""More that happens to tables: pictures, other measures, hidden columns, merges off by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from generator.figures import Report, make_report
from generator.grid import Part, Slot, document, not_own, prose, tables

Mishap = Callable[[list[Part], Report, Random], None]


def table_a_picture(parts: list[Part], report: Report, rng: Random) -> None:
    """A table printed as an image, with last year's in the text below."""
    part = rng.choice(tables(parts))
    place = parts.index(part)
    parts[place] = prose(rng.choice(("（见图）", "", "[图片]")))
    _gone(part, report)
    if part.section in ("disclosure", "applications", "disputes"):
        other = make_report(rng, report.form)
        copy = next(p for p in document(other) if p.section == part.section)
        caption = rng.choice(("附：{}年数据", "{}年度情况统计表", "上年数据"))
        parts += [prose(caption.format(report.year - 1)), *not_own([copy])]


def another_body(parts: list[Part], report: Report, rng: Random) -> None:
    """The table of another body behind this one's."""
    other = make_report(rng, report.form)
    section = rng.choice(("disclosure", "applications", "disputes"))
    copy = next(p for p in document(other) if p.section == section)
    parts += [prose("附：县教育局政府信息公开情况统计表"), *not_own([copy])]


def two_reports(parts: list[Part], report: Report, rng: Random) -> None:
    """Last year's whole report behind this year's."""
    other = make_report(rng, report.form)
    other.year = report.year - 1
    parts += not_own(document(other))


def other_measure(parts: list[Part], report: Report, rng: Random) -> None:
    """A column of another measure behind the last one of each block of section 二."""
    word = rng.choice(("上年处理决定数量", "累计处理决定数量", "比上年增长%", "占比", "上年数"))
    for part in _of(parts, "disclosure"):
        for row in part.rows:
            if row[-1].role == "header":
                row.append(Slot(word, "header"))
            elif any(slot.item for slot in row):
                row.append(Slot(str(rng.randrange(50)), "value"))


def other_measure_first(parts: list[Part], report: Report, rng: Random) -> None:
    """A column of another measure before the first one of each block of section 二."""
    word = rng.choice(("上年处理决定数量", "累计制发件数", "上年数", "行次"))
    for part in _of(parts, "disclosure"):
        for row in part.rows:
            if row[-1].role == "header":
                row.insert(1, Slot(word, "header"))
            elif any(slot.item for slot in row):
                row.insert(1, Slot(str(rng.randrange(50)), "value"))


def unnamed_column(parts: list[Part], report: Report, rng: Random) -> None:
    """A column of figures without a header."""
    part = rng.choice(tables(parts))
    first = rng.random() < 0.5
    for row in part.rows:
        places = [n for n, slot in enumerate(row) if slot.item]
        if places:
            row.insert(places[0] if first else places[-1] + 1, Slot(str(rng.randrange(40)), "value"))


def columns_swapped(parts: list[Part], report: Report, rng: Random) -> None:
    """Two columns of section 三 change places, header and figures."""
    names = ("商业企业", "科研机构", "社会公益组织", "法律服务机构")
    keys = ("enterprise", "research", "public_welfare", "legal_service")
    one, two = rng.sample(range(len(names)), 2)
    for part in _of(parts, "applications"):
        # A table cut in two has no header in its second part, or has it again.
        for row in part.rows:
            at = {slot.item.rsplit(".", 1)[1]: n for n, slot in enumerate(row) if slot.item}
            at |= {keys[names.index(slot.text)]: n for n, slot in enumerate(row) if slot.text in names}
            if keys[one] in at and keys[two] in at:
                a, b = at[keys[one]], at[keys[two]]
                row[a], row[b] = row[b], row[a]


def rows_in_other_order(parts: list[Part], report: Report, rng: Random) -> None:
    """The rows of the outcomes' third block shuffled among themselves."""
    for part in _of(parts, "applications"):
        rows = [
            n for n, row in enumerate(part.rows) if row[0].text[:2] in ("2.", "3.", "4.", "5.", "6.", "7.")
        ]
        block = [n for n in rows if n < len(part.rows) // 2]
        shuffled = block[:]
        rng.shuffle(shuffled)
        part.rows = [
            part.rows[shuffled[block.index(n)]] if n in block else row for n, row in enumerate(part.rows)
        ]


def merged_down(parts: list[Part], report: Report, rng: Random) -> None:
    """One figure over two rows; in flattened text it is the upper one's."""
    for part in _of(parts, "applications"):
        if len(part.rows) < 7:
            continue
        place = rng.randrange(4, len(part.rows) - 2)
        above, below = part.rows[place], part.rows[place + 1]
        upper = {slot.item.rsplit(".", 1)[1]: slot for slot in above if slot.item}
        lower = {slot.item.rsplit(".", 1)[1]: slot for slot in below if slot.item}
        if not upper.keys() & lower.keys():
            continue
        key = rng.choice(sorted(upper.keys() & lower.keys()))
        upper[key].rs = 2
        below.remove(lower[key])
        report.gone.add(lower[key].item or "")
        report.truth[lower[key].item or ""] = ("missing", None)


def header_span_wrong(parts: list[Part], report: Report, rng: Random) -> None:
    """A merged header cell one column too wide or too narrow."""
    slots = [
        slot for part in tables(parts) for slot in part.labels() if slot.role == "header" and slot.cs > 1
    ]
    if slots:
        slot = rng.choice(slots)
        slot.cs += rng.choice((-1, 1))


def disputes_two_rows(parts: list[Part], report: Report, rng: Random) -> None:
    """A second row of figures under the header of section 四."""
    for part in _of(parts, "disputes"):
        rows = [row for row in part.rows if sum(bool(slot.item) for slot in row) == 15]
        for row in rows[:1]:
            again = [replace(slot, text=str(rng.randrange(90)), item=None) for slot in row]
            part.rows.insert(part.rows.index(row) + rng.randrange(2), again)
            for slot in row:
                report.gone.add(slot.item or "")


def units_in_cells(parts: list[Part], report: Report, rng: Random) -> None:
    """Counts with their unit behind."""
    for part in _of(parts, "disclosure") + _of(parts, "disputes"):
        for slot in part.values():
            if slot.text.isdigit() and slot.item and report.truth[slot.item][0] == "number":
                slot.text += rng.choice(("件", " 件", "条", ""))


def spaced_thousands(parts: list[Part], report: Report, rng: Random) -> None:
    """1 234 in one cell: one number or two, so it is no number."""
    for part in tables(parts):
        for slot in part.values():
            if slot.item and slot.text.isdigit() and len(slot.text) > 3:
                slot.text = f"{slot.text[:-3]} {slot.text[-3:]}"


def comma_thousands(parts: list[Part], report: Report, rng: Random) -> None:
    for part in tables(parts):
        for slot in part.values():
            if slot.item and slot.text.isascii() and slot.text.isdigit() and len(slot.text) > 3:
                slot.text = f"{slot.text[:-3]}{rng.choice((',', '，'))}{slot.text[-3:]}"


def letter_spaced(parts: list[Part], report: Report, rng: Random) -> None:
    """Every label with blanks between its characters."""
    gap = rng.choice((" ", "　"))
    for slot in (slot for part in tables(parts) for slot in part.labels() if slot.role != "value"):
        slot.text = gap.join(slot.text)


def typos(parts: list[Part], report: Report, rng: Random) -> None:
    """Several labels misprinted; 万元 without its 万 would be another unit, and the truth another."""
    labels = [slot for part in tables(parts) for slot in part.labels() if slot.role not in ("value", "prose")]
    for slot in rng.sample(labels, min(5, len(labels))):
        place, printed = rng.randrange(len(slot.text)), rng.choice(("", "的", "公", "ム"))
        if slot.text[place] != "万":
            slot.text = slot.text[:place] + printed + slot.text[place + 1 :]


def _of(parts: list[Part], section: str) -> list[Part]:
    return [part for part in tables(parts) if part.section == section]


def _gone(part: Part, report: Report) -> None:
    report.gone.update(slot.item for slot in part.values() if slot.item)


MISHAPS: dict[str, Mishap] = {
    function.__name__: function
    for function in (
        table_a_picture, another_body, two_reports, other_measure, other_measure_first, unnamed_column,
        columns_swapped, rows_in_other_order, merged_down, header_span_wrong, disputes_two_rows,
        units_in_cells, spaced_thousands, comma_thousands, letter_spaced, typos,
    )
}  # fmt: skip
