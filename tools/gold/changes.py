"""How a filling departs from the plain one: blanks, dashes, wrong totals, other digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from gold.figures import BLOCKS, COLUMNS, MISSING, RESULTS, Figure, Figures, blank, number, placeholder

Change = Callable[[Figures], Figures]


def fill(printed: Mapping[str, Figure]) -> Change:
    """Prints these figures in their cells."""
    return lambda figures: figures | dict(printed)


def raise_by(item: str, more: int) -> Change:
    """Prints a cell that is `more` too many: the sums it stands in fail."""

    def change(figures: Figures) -> Figures:
        value = figures[item].value
        assert isinstance(value, int)  # noqa: S101 - counts are integers
        return figures | {item: number(value + more)}

    return change


def total_only(figures: Figures) -> Figures:
    """Only the totals of the applications table are filled."""
    details = {item for item in figures if item.startswith("applications.") and not item.endswith(".total")}
    return {item: blank() if item in details else figure for item, figure in figures.items()}


def dashes(figures: Figures) -> Figures:
    """Zeros of the detail columns are printed as one dash or another."""
    marks = ("/", "-", "—", "——", "无")

    def one(position: int, item: str, figure: Figure) -> Figure:
        detail = item.startswith("applications.") and not item.endswith((".total", ".natural_person"))
        return placeholder(marks[position % len(marks)]) if detail and figure.value == 0 else figure

    return {item: one(at, item, figure) for at, (item, figure) in enumerate(figures.items())}


def miss(row: str) -> Change:
    """The cells of one row cannot be told."""
    return lambda figures: {item: _lost(figure) if item.startswith(f"{row}.") else figure
                            for item, figure in figures.items()}  # fmt: skip


def _lost(figure: Figure) -> Figure:
    return replace(MISSING, text=figure.text)


def blank_block(figures: Figures) -> Figures:
    """The block （三）不予公开 (its requests counted as granted) and the disputes are left blank."""
    kept = dict(figures)
    for column in (*COLUMNS, "total"):
        refused = [item for item in figures if ".refused_" in item and item.endswith(f".{column}")]
        moved = sum(int(figures[item].value or 0) for item in refused)
        granted = f"applications.granted.{column}"
        kept[granted] = number(int(figures[granted].value or 0) + moved)
        kept |= dict.fromkeys(refused, blank())
    disputed = [f"disputes.{block}.{result}" for block in BLOCKS for result in (*RESULTS, "total")]
    return kept | dict.fromkeys(disputed, blank())


def blank_resources(figures: Figures) -> Figures:
    """The last two groups of 2014 are left blank."""
    left = [item for item in figures if item.startswith(("stats_resources", "stats_training"))]
    return figures | dict.fromkeys(left, blank())


def full_width(figures: Figures) -> Figures:
    """All digits in full width."""
    wide = {ord(narrow): chr(ord(narrow) + 0xFEE0) for narrow in "0123456789."}
    return {item: replace(figure, text=figure.text.translate(wide)) for item, figure in figures.items()}


def zeros(figures: Figures) -> Figures:
    """No request and no dispute: every count of two tables is a printed zero."""
    return {item: figure if item.startswith("disclosure") else number(0) for item, figure in figures.items()}


_PAIRS = dict(zip(
    "资讯规处罚强费内结转过务办网门户补数据请机构业发众农动为时间单位开产编级对应总报类则书议诉讼复审计国财经济设关险护约给无实续进终确认访举投该处说问题见权类没现后仍须仅维纠条项废现达执运终军际队车长东鱼鸟马龙风云电话简页读解释导栏满",
    "資訊規處罰強費內結轉過務辦網門戶補數據請機構業發眾農動為時間單位開產編級對應總報類則書議訴訟復審計國財經濟設關險護約給無實續進終確認訪舉投該處說問題見權類沒現後仍須僅維糾條項廢現達執運終軍際隊車長東魚鳥馬龍風雲電話簡頁讀解釋導欄滿",
    strict=True))  # fmt: skip


def traditional(text: str) -> str:
    """The characters of a traditional mirror, 信息 as 資訊 included, as far as these reports use them."""
    return "".join(_PAIRS.get(sign, sign) for sign in text.replace("信息", "资讯"))


def all_of(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(figures: Figures) -> Figures:
        for one in changes:
            figures = one(figures)
        return figures

    return change
