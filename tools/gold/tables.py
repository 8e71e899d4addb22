"""The official tables as printed grids: rows of cells with their spans, labels in the official words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gold.figures import BLOCKS, CLOSED, COLUMNS, RESULTS, Figure


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell; `value` tells a figure's cell from a label's."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    value: bool = False


Row = tuple[Cell, ...]
Table = tuple[Row, ...]

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
COLUMN_LABELS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
REFUSED = ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”",
           "4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项")  # fmt: skip
UNAVAILABLE = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
REJECTED = ("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息")  # fmt: skip
CLOSED_LABELS = ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                 "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                 "3.其他")  # fmt: skip
REFUSED_ROWS = ("state_secret", "prohibited_by_law", "safety_stability", "third_party",
                "internal_affairs", "process_information", "enforcement_file",
                "administrative_inquiry")  # fmt: skip
UNAVAILABLE_ROWS = ("not_held", "needs_creation", "unclear")
REJECTED_ROWS = ("petition", "repeat", "publication", "excessive", "reconfirmation")
RESULT_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def _value(figures: Mapping[str, Figure], item: str, colspan: int = 1) -> Cell:
    return Cell(figures[item].text, colspan, value=True)


def disclosure_2021(figures: Mapping[str, Figure], local_row: bool = False) -> Table:
    """Section two of 2021: 14 rows of four columns; `local_row` adds a row that is not of the form."""

    def one(label: str, item: str) -> Row:
        return (Cell(label), _value(figures, f"disclosure.{item}", 3))

    def three(label: str, row: str) -> Row:
        columns = ("issued", "repealed", "in_force")
        return (Cell(label), *(_value(figures, f"disclosure.{row}.{column}") for column in columns))

    decisions = (Cell("信息内容"), Cell("本年处理决定数量", 3))
    extra = (Cell("其他主动公开文件"), Cell("14", value=True), Cell("1", value=True), Cell("52", value=True))
    return (
        (Cell("第二十条第（一）项", 4),),
        tuple(Cell(text) for text in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")),
        three("规章", "regulations"),
        three("行政规范性文件", "normative_documents"),
        *([extra] if local_row else []),
        (Cell("第二十条第（五）项", 4),),
        decisions,
        one("行政许可", "licensing.decisions"),
        (Cell("第二十条第（六）项", 4),),
        decisions,
        one("行政处罚", "penalties.decisions"),
        one("行政强制", "coercion.decisions"),
        (Cell("第二十条第（八）项", 4),),
        (Cell("信息内容"), Cell("本年收费金额（单位：万元）", 3)),
        one("行政事业性收费", "fees.amount"),
    )


def disclosure_2019(figures: Mapping[str, Figure]) -> Table:
    """Section two of 2019: five blocks, 18 rows of four columns."""

    def row(label: str, name: str, columns: Sequence[str], last: int = 1) -> Row:
        cells = [_value(figures, f"disclosure.{name}.{column}") for column in columns]
        return (Cell(label), *cells[:-1], replace(cells[-1], colspan=last))

    def head(*labels: str, last: int = 1) -> Row:
        return (Cell("信息内容"), *(Cell(text) for text in labels[:-1]), Cell(labels[-1], last))

    made = ("made", "newly_disclosed", "disclosed_stock")
    items = ("items_last_year", "items_change", "decisions")
    decided = head("上一年项目数量", "本年增/减", "处理决定数量")
    return (
        (Cell("第二十条第（一）项", 4),),
        head("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        row("规章", "regulations", made),
        row("规范性文件", "normative_documents", made),
        (Cell("第二十条第（五）项", 4),),
        decided,
        row("行政许可", "licensing", items),
        row("其他对外管理服务事项", "other_services", items),
        (Cell("第二十条第（六）项", 4),),
        decided,
        row("行政处罚", "penalties", items),
        row("行政强制", "coercion", items),
        (Cell("第二十条第（八）项", 4),),
        head("上一年项目数量", "本年增/减", last=2),
        row("行政事业性收费", "fees", items[:2], last=2),
        (Cell("第二十条第（九）项", 4),),
        head("采购项目数量", "采购总金额", last=2),
        row("政府集中采购", "procurement", ("projects", "amount"), last=2),
    )


def applications(figures: Mapping[str, Figure], form: str, subtotal: bool = False) -> Table:
    """Section three, ten columns wide; `subtotal` prints the unofficial column 小计 before 总计."""
    width = 8 if subtotal else 7

    def values(row: str) -> Row:
        cells = [_value(figures, f"applications.{row}.{column}") for column in (*COLUMNS, "total")]
        if subtotal:
            parts = [figures[f"applications.{row}.{column}"].value or 0 for column in COLUMNS[1:]]
            cells.insert(6, Cell(str(sum(parts)), value=True))
        return tuple(cells)

    def block(label: str, rows: Sequence[tuple[str, str]]) -> Iterator[Row]:
        for position, (text, row) in enumerate(rows):
            first = (Cell(label, 1, len(rows)),) if position == 0 else ()
            yield (*first, Cell(text), *values(row))

    def named(labels: Sequence[str], prefix: str, rows: Sequence[str]) -> list[tuple[str, str]]:
        return [(text, f"{prefix}_{row}") for text, row in zip(labels, rows, strict=True)]

    closed = (
        list(block("（六）其他处理", list(zip(CLOSED_LABELS, CLOSED["2021"], strict=True))))
        if form == "2021"
        else [(Cell("（六）其他处理", 2), *values("closed_all"))]
    )
    results: list[Row] = [
        (Cell("（一）予以公开", 2), *values("granted")),
        (Cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2), *values("granted_in_part")),
        *block("（三）不予公开", named(REFUSED, "refused", REFUSED_ROWS)),
        *block("（四）无法提供", named(UNAVAILABLE, "unavailable", UNAVAILABLE_ROWS)),
        *block("（五）不予处理", named(REJECTED, "rejected", REJECTED_ROWS)),
        *closed,
        (Cell("（七）总计", 2), *values("concluded")),
    ]
    results[0] = (Cell("三、本年度办理结果", 1, len(results)), *results[0])
    kinds = (*COLUMN_LABELS, "小计") if subtotal else COLUMN_LABELS
    return (
        (Cell(NOTE, 3, 3), Cell("申请人情况", width)),
        (Cell("自然人", 1, 2), Cell("法人或其他组织", len(kinds)), Cell("总计", 1, 2)),
        tuple(Cell(text) for text in kinds),
        (Cell("一、本年新收政府信息公开申请数量", 3), *values("received")),
        (Cell("二、上年结转政府信息公开申请数量", 3), *values("carried_in")),
        *results,
        (Cell("四、结转下年度继续办理", 3), *values("carried_out")),
    )


def disputes(figures: Mapping[str, Figure]) -> Table:
    """Section four: three rows of headings over fifteen figures."""
    results = tuple(Cell(text) for text in RESULT_LABELS)
    tall = tuple(replace(cell, rowspan=2) for cell in results)
    items = [f"disputes.{block}.{result}" for block in BLOCKS for result in (*RESULTS, "total")]
    return (
        (Cell("行政复议", 5), Cell("行政诉讼", 10)),
        (*tall, Cell("未经复议直接起诉", 5), Cell("复议后起诉", 5)),
        (*results, *results),
        tuple(_value(figures, item) for item in items),
    )


def disputes_in_three(figures: Mapping[str, Figure]) -> tuple[Table, Table, Table]:
    """Section four as three small tables, one a block."""
    names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")

    def small(name: str, block: str) -> Table:
        items = [f"disputes.{block}.{result}" for result in (*RESULTS, "total")]
        return (
            (Cell(name, 5),),
            tuple(Cell(text) for text in RESULT_LABELS),
            tuple(_value(figures, item) for item in items),
        )

    first, second, third = (small(name, block) for name, block in zip(names, BLOCKS, strict=True))
    return first, second, third


def positions(table: Table) -> list[tuple[int, int, Cell]]:
    """Every cell with the row and column of the grid where it starts."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for at, row in enumerate(table):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            placed.append((at, column, cell))
            for down in range(cell.rowspan):
                taken |= {(at + down, column + right) for right in range(cell.colspan)}
            column += cell.colspan
    return placed


def width(table: Table) -> int:
    """How many columns the grid has."""
    return max(column + cell.colspan for _, column, cell in positions(table))


def reworded(table: Table, words: Mapping[str, str]) -> Table:
    """The table with whole labels printed in other words."""
    return tuple(
        tuple(cell if cell.value else replace(cell, text=words.get(cell.text, cell.text)) for cell in row)
        for row in table
    )
