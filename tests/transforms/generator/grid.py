"""The standard tables as printed grids, merged as in the official forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from generator.figures import Report, items_in_row, rows_of
from transforms.forms import items_of

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
PUBLISHER = "青杉县人民政府"
HEADINGS = {
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
PARTIES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
DISPUTES = ("行政复议", "未经复议直接起诉", "复议后起诉")


@dataclass(slots=True)
class Slot:
    """One printed cell; `item` is set where it holds a figure of the form. `role` tells labels apart.

    A `hidden` one stands in the source of a page alone.
    """

    text: str
    role: str = "label"
    cs: int = 1
    rs: int = 1
    item: str | None = None
    hidden: bool = False


Grid = list[list[Slot]]


@dataclass(slots=True)
class Part:
    """A piece of the document: a table (`rows`) or lines of text; `own` unless it prints other figures.

    A `hidden` one stands in the source of a page alone.
    """

    section: str | None = None
    rows: Grid = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    own: bool = True
    hidden: bool = False

    def values(self) -> list[Slot]:
        return [slot for row in self.rows for slot in row if slot.item]

    def labels(self) -> list[Slot]:
        return [slot for row in self.rows for slot in row if not slot.item and slot.text]


def _value(report: Report, item: str, cs: int = 1) -> Slot:
    return Slot(report.printed[item], "value", cs, item=item)


def _last_wide(cells: list[Slot], width: int) -> list[Slot]:
    cells[-1].cs = width - len(cells) + 1
    return cells


def disclosure(report: Report) -> Part:
    """Blocks of a title row, a header row and value rows, four columns wide."""
    items = items_of(report.form, "disclosure")
    grid: Grid = []
    labels = {row: item.row_label_zh for (row, _), item in items.items()}
    for block, rows in groupby(labels, key=lambda row: labels[row].split("/")[0]):
        keys = list(rows)
        header = [item.column_label_zh for (row, _), item in items.items() if row == keys[0]]
        grid.append([Slot(block, "block", cs=4)])
        grid.append(_last_wide([Slot("信息内容", "header"), *(Slot(text, "header") for text in header)], 4))
        for row in keys:
            values = [_value(report, item) for item in items_in_row(report.form, "disclosure", row)]
            grid.append(_last_wide([Slot(labels[row].split("/")[1]), *values], 4))
    return Part("disclosure", grid)


def applications_header() -> Grid:
    """Three header rows over three label columns and seven value columns."""
    return [
        [Slot(NOTE, "header", 3, 3), Slot("申请人情况", "header", 7)],
        [
            Slot("自然人", "header", rs=2),
            Slot("法人或其他组织", "header", 5),
            Slot("总计", "header", rs=2),
        ],
        [Slot(text, "header") for text in PARTIES],
    ]


def applications(report: Report) -> Part:
    """Section 三 with its three levels of labels."""
    rows = rows_of(report.form, "applications")
    paths = {row: _path(report.form, row) for row in rows}
    grid = applications_header()
    done: set[tuple[str, ...]] = set()
    for row in rows:
        labels: list[Slot] = []
        path = paths[row]
        for depth in range(1, len(path) + 1):
            prefix = path[:depth]
            under = sum(other[:depth] == prefix for other in paths.values())
            if prefix in done:
                continue
            done.add(prefix)
            wide = 4 - depth if depth == len(path) else 1
            labels.append(Slot(path[depth - 1], "label" if depth == len(path) else "block", wide, under))
        values = [_value(report, item) for item in items_in_row(report.form, "applications", row)]
        grid.append([*labels, *values])
    return Part("applications", grid)


def _path(form: str, row: str) -> tuple[str, ...]:
    return tuple(items_of(form, "applications")[row, "total"].row_label_zh.split("/"))


def disputes(report: Report) -> Part:
    """Fifteen columns under three header rows."""
    values = [
        _value(report, item)
        for row in rows_of(report.form, "disputes")
        for item in items_in_row(report.form, "disputes", row)
    ]
    return Part(
        "disputes",
        [
            [Slot("行政复议", "header", 5), Slot("行政诉讼", "header", 10)],
            [
                *(Slot(text, "header", rs=2) for text in RESULTS),
                Slot(DISPUTES[1], "header", 5),
                Slot(DISPUTES[2], "header", 5),
            ],
            [Slot(text, "header") for text in RESULTS * 2],
            values,
        ],
    )


def prose(*lines: str) -> Part:
    return Part(lines=list(lines))


def document(report: Report) -> list[Part]:
    """The whole report in order: title, prose, three headed tables, prose."""
    year = report.year
    return [
        prose(
            f"{PUBLISHER}{year}年政府信息公开工作年度报告",
            f"数据统计期限为{year}年1月1日至12月31日。",
            "一、总体情况",
            "全年发布各类信息2316条，按要求答复了依申请公开事项，开展培训3场。",
        ),
        prose(HEADINGS["disclosure"]),
        disclosure(report),
        prose(HEADINGS["applications"]),
        applications(report),
        prose(HEADINGS["disputes"]),
        disputes(report),
        prose(
            "五、存在的主要问题及改进情况",
            "公开的深度还不够，将加强培训。",
            "六、其他需要报告的事项",
            "无。",
        ),
    ]


def not_own(parts: Iterable[Part]) -> list[Part]:
    """The parts as those of another report, or of a copy."""
    return [replace(part, own=False) for part in parts]


def tables(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.section and part.own]
