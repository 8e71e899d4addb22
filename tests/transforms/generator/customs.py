"""What offices do to the forms by custom: numbered columns, signatures, instructions, other headings."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generator.figures import Report, make_report
from generator.grid import HEADINGS, Part, Slot, document, not_own, prose, tables

Custom = Callable[[list[Part], Report, Random], None]
# How labels are printed elsewhere (forms.md §2 and §3).
_PRINTED = {
    "第二十条第（一）项": ("第二十条第(一)项", "第二十条 第（一）项", "第二十条第（一项）"),
    "规章": ("规章（制度）",),
    "行政规范性文件": ("规范性文件",),
    "规范性文件": ("行政规范性文件",),
    "本年制发件数": ("本年制发数", "制发件数", "本年 制发件数"),
    "本年废止件数": ("废止件数", "本年 废止件数"),
    "现行有效件数": ("现行有效件", "现行有效数"),
    "本年处理决定数量": ("处理决定数量", "本年处理决定数", "案件数量"),
    "本年收费金额（单位：万元）": ("本年收费金额(万元)",),
    "本年新制作数量": ("本年新制作数", "本年新\n制作数量"),
    "本年新公开数量": ("本年新公开数", "本年新\n公开数量"),
    "对外公开总数量": ("对外公开总数", "对外公开 总数量", "对外公开数量"),
    "上一年项目数量": ("上年项目数量",),
    "本年增/减": ("本年增减", "本年增／减", "本年增（减）"),
    "自然人": ("公民", "自 然 人", "自\n然\n人"),
    "商业企业": ("商业\n企业", "商业企\n业", "商业 企业", "企业"),
    "科研机构": ("科研\n机构", "科研机\n构", "科研 机构"),
    "社会公益组织": ("社会公益\n组织", "社会\n公益\n组织", "公益组织"),
    "法律服务机构": ("法律服务\n机构", "法律\n服务\n机构"),
    "其他": ("其它",),
    "总计": ("合计", "总 计", "总\n计"),
    "结果维持": ("维持结果", "结 果\n维持"),
    "其他结果": ("其他结\n果",),
    "尚未审结": ("尚未审\n结",),
    "未经复议直接起诉": ("直接起诉",),
    "3.危及“三安全一稳定”": ('3.危及"三安全一稳定"', "3.危及「三安全一稳定」", "3.危及三安全一稳定"),
    "2.其他法律行政法规禁止公开": ("2.其他法律、行政法规禁止公开", "2.其他法律行政止公开"),
}
_INSTRUCTIONS = {
    "规章": "（国务院部门、省级政府、设区的市政府填写，其他单位填0）",
    "行政规范性文件": "（不含内部工作制度、会议纪要、请示报告；第2类除外）",
    "行政许可": "（按2019年版清单统计，含委托下级实施的）",
    "行政处罚": "（指按普通程序作出的决定，以12月31日为准）",
    "（一）予以公开": "（含告知获取方式的）",
    "2.重复申请": "（不含合并答复的3种情形）",
}
_HEADINGS = {
    "disclosure": (
        "二、主动公开信息情况",
        "二.行政机关主动公开政府信息情况",
        "（二）政府信息主动公开情况",
        "主动公开政府信息情况",
    ),
    "applications": (
        "三、依申请公开政府信息情况",
        "3.收到和处理政府信息公开申请情况",
        "、收到和处理政府信息公开申请情况",
    ),
    "disputes": (
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "（四）政府信息公开行政复议、行政诉讼情况",
    ),
}


def printed_otherwise(parts: list[Part], report: Report, rng: Random) -> None:
    """Labels in the words of other copies of the form."""
    for slot in (slot for part in tables(parts) for slot in part.labels()):
        if slot.text in _PRINTED and rng.random() < 0.6:
            slot.text = rng.choice(_PRINTED[slot.text])


def instructions(parts: list[Part], report: Report, rng: Random) -> None:
    """How to fill a row in, within its label."""
    for slot in (slot for part in tables(parts) for slot in part.labels()):
        slot.text += _INSTRUCTIONS.get(slot.text, "")


def other_headings(parts: list[Part], report: Report, rng: Random) -> None:
    """Headings in other words, with other numbers or none."""
    for part in parts:
        for section, heading in HEADINGS.items():
            if part.lines == [heading]:
                part.lines = [rng.choice(_HEADINGS[section])]


def column_numbers(parts: list[Part], report: Report, rng: Random) -> None:
    """A row that numbers the columns, below the header of one table or of each."""
    found = tables(parts)
    word = rng.choice(("栏次", "甲", "", "序号"))
    for part in [rng.choice(found)] if rng.random() < 0.5 else found:
        heads = [number for number, row in enumerate(part.rows) if row and row[-1].role == "header"]
        row = next((row for row in part.rows if any(slot.item for slot in row)), [])
        count = len([slot for slot in row if slot.item])
        if not heads or not count:
            continue
        below = heads[0] if part.section == "disclosure" else heads[-1]
        numbers = [Slot(str(number + 1), "value") for number in range(count)]
        first = (
            []
            if part.section == "disputes"
            else [Slot(word, "prose", 3 if part.section == "applications" else 1)]
        )
        part.rows.insert(below + 1, [*first, *numbers])


def signatures(parts: list[Part], report: Report, rng: Random) -> None:
    """Who filled the table in, and when, as its last row; a telephone number stands there too."""
    part = rng.choice(tables(parts))
    texts = rng.choice(
        (
            ("填报人：王某", "审核人：李某", "填报日期：2023年1月12日"),
            ("联系电话", "2123456"),
            ("填报日期", "2023", "1", "12"),
            ("单位负责人：", "", "联系电话：", "0318-2123456"),
        )
    )
    part.rows.append([Slot(text, "prose") for text in texts])


def source_slip(parts: list[Part], report: Report, rng: Random) -> None:
    """The publisher misprints a figure; what is printed is what is to be read."""
    found = [slot for slot in _values(parts) if slot.item and slot.text.isdigit() and slot.text.isascii()]
    if found:
        slot = rng.choice(found)
        value = int(slot.text) + rng.choice((1, 1, 10, 100))
        slot.text = str(value)
        report.truth[slot.item or ""] = ("number", float(value))


def letters_for_digits(parts: list[Part], report: Report, rng: Random) -> None:
    """An l for a one, an O for a nought: no number."""
    found = [
        slot for slot in _values(parts) if slot.item and set(slot.text) & set("10") and slot.text.isdigit()
    ]
    for slot in rng.sample(found, min(3, len(found))):
        slot.text = (
            slot.text.replace("1", rng.choice("lI"), 1)
            if "1" in slot.text
            else slot.text.replace("0", "O", 1)
        )
        report.truth[slot.item or ""] = ("unreadable", None)


def parts_in_brackets(parts: list[Part], report: Report, rng: Random) -> None:
    """12（其中网上申请3）: no one number."""
    slot = rng.choice([slot for slot in _values(parts) if slot.item])
    if report.truth[slot.item or ""][0] == "number":
        slot.text += rng.choice(("（其中本级3）", "（含2021年）", "(+2)", "（1）"))
        report.truth[slot.item or ""] = ("unreadable", None)


def years_by_heading(parts: list[Part], report: Report, rng: Random) -> None:
    """Last year's three tables before or behind this year's, told apart by a year as heading."""
    other = make_report(rng, report.form)
    copies = [
        part
        for part in not_own(document(other))
        if part.section or (part.lines and part.lines[0] in HEADINGS.values())
    ]
    own = parts.index(next(part for part in parts if part.lines and part.lines[0] in HEADINGS.values()))
    this, last = prose(f"{report.year}年"), prose(f"{report.year - 1}年")
    if rng.random() < 0.5:
        parts[own:own] = [last, *copies, this]
    else:
        parts.insert(own, this)
        parts += [last, *copies]


def whole_and_own(parts: list[Part], report: Report, rng: Random) -> None:
    """A table for all bodies and one for the body itself; either may be the report's: neither is judged."""
    part = rng.choice(tables(parts))
    other = next(p for p in document(make_report(rng, report.form)) if p.section == part.section)
    place = parts.index(part)
    own, whole = rng.choice((("县本级", "全县汇总"), ("全县汇总", "县本级")))
    parts[place : place + 1] = [prose(own), part, prose(whole), *not_own([other])]
    report.garbled.update(slot.item for slot in part.values() if slot.item)


def rows_repeated_blank(parts: list[Part], report: Report, rng: Random) -> None:
    """Blank rows between the table's own."""
    part = rng.choice(tables(parts))
    for _ in range(rng.randrange(1, 4)):
        row = rng.choice(part.rows)
        part.rows.insert(rng.randrange(1, len(part.rows) + 1), [Slot("", slot.role, slot.cs) for slot in row])


def _values(parts: list[Part]) -> list[Slot]:
    return [slot for part in tables(parts) for slot in part.values()]


CUSTOMS: dict[str, Custom] = {
    function.__name__: function
    for function in (
        printed_otherwise, instructions, other_headings, column_numbers, signatures, source_slip,
        letters_for_digits, parts_in_brackets, years_by_heading, whole_and_own, rows_repeated_blank,
    )
}  # fmt: skip
