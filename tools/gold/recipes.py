"""The reports of the gold set: who, which year, which form, and what is particular about the filling."""

from __future__ import annotations

from collections.abc import Callable

from gold.bodies import (
    BEILIN,
    DAXING,
    HEPING,
    LANQIAO,
    MINLE,
    QINGPING,
    SHIQUAN,
    SONGHE,
    TAOYUAN,
    WUXI,
    YUNXI,
    ZHENLAI,
)
from gold.changes import (
    blank_block,
    blank_resources,
    dashes,
    fill,
    full_width,
    miss,
    raise_by,
    total_only,
    zeros,
)
from gold.compose import Recipe
from gold.figures import Figure, Figures, placeholder, unreadable

F21 = ("2021", "2021", "2021")
F19 = ("2019", "2019", "2019")
F14 = ("2014", "2014", "2014")


def _all(*changes: Callable[[Figures], Figures]) -> Callable[[Figures], Figures]:
    def change(figures: Figures) -> Figures:
        for one in changes:
            figures = one(figures)
        return figures

    return change


_UNITS_2021 = fill({
    "disclosure.fees.amount": Figure("1374520.6元", 137.45206),
    "disclosure.licensing.decisions": Figure("1,263件", 1263),
    "disclosure.penalties.decisions": Figure(" 88 件", 88),
    "disclosure.normative_documents.in_force": Figure("4２", 42),
    "disclosure.coercion.decisions": Figure("零", 0),
})  # fmt: skip
_UNITS_2019 = fill({
    "disclosure.procurement.amount": Figure("3860500元", 386.05),
    "disclosure.procurement.projects": Figure("12项", 12),
    "disclosure.licensing.items_change": Figure("+3", 3),
    "disclosure.penalties.items_change": Figure("－8", -8),
    "disclosure.fees.items_change": Figure("−2", -2),
})  # fmt: skip
_UNREADABLE = fill({
    "disclosure.licensing.items_change": unreadable("增3减1"),
    "disclosure.penalties.items_change": unreadable("0/0"),
    "disclosure.licensing.decisions": unreadable("由区行政审批局统一填报"),
    "disclosure.coercion.items_change": placeholder("-"),
})  # fmt: skip
_LOCAL_WORDS = {
    "规章": "规章（制度）", "行政规范性文件": "规范性文件", "本年制发件数": "本年 制发件数",
    "现行有效件数": "现行有效数", "自然人": "自 然 人", "总计": "总 计", "其他": "其它",
    "3.危及“三安全一稳定”": '3.危及"三安全一稳定"', "结果维持": "维持结果",
    "4.无正当理由大量反复申请": "4.无正当理由 大量反复申请", "未经复议直接起诉": "直接起诉",
    "2.其他法律行政法规禁止公开": "2.其他法律、行政法规禁止公开",
}  # fmt: skip

_LIST = (
    Recipe("html-trs-2021", YUNXI, 2022, 64),
    Recipe("html-word-2021", QINGPING, 2023, 210, spread=0.9,
           notes="Word writes each digit as a run of its own"),
    Recipe("html-wps-2019", LANQIAO, 2020, 23, F19),
    Recipe("html-nested-2021", SHIQUAN, 2021, 31),
    Recipe("html-old-gbk-2019", TAOYUAN, 2019, 18, F19,
           notes="layout tables, cells and rows never closed, GB18030 bytes behind a gb2312 label"),
    Recipe("html-giant-2021", MINLE, 2024, 45, notes="the whole report is one table"),
    Recipe("html-giant-2019", HEPING, 2019, 12, F19, notes="the whole report is one table"),
    Recipe("html-split-2021", SONGHE, 2022, 52, notes="the applications table goes on in a second one"),
    Recipe("html-split-head-2019", DAXING, 2020, 38, F19, notes="second half repeats the header rows"),
    Recipe("html-three-disputes-2021", WUXI, 2023, 74, three_disputes=True,
           notes="section four is three small tables"),
    Recipe("html-traps-2021", BEILIN, 2022, 28,
           notes="another table in a comment and in a hidden block is not printed"),
    Recipe("html-subtotal-2021", ZHENLAI, 2023, 66, subtotal=True, spread=0.9,
           notes="an eighth column 小计"),
    Recipe("html-local-row-2021", YUNXI, 2021, 40, local_row=True, words=_LOCAL_WORDS,
           notes="a row of the province, and local wordings of many labels"),
    Recipe("html-total-only-2019", QINGPING, 2020, 40, F19, change=total_only,
           notes="only the column of totals is filled: the rest is blank, not zero"),
    Recipe("html-dashes-2021", LANQIAO, 2022, 16, change=dashes,
           notes="zeros are printed as dashes and strokes: placeholders, not zeros"),
    Recipe("html-wrong-total-2021", SHIQUAN, 2022, 44, must_find=("applications.row_total",
           "applications.outcome_total"), change=raise_by("applications.granted.total", 3),
           notes="one total is three too many, by its row and by its column"),
    Recipe("html-wrong-cell-2021", TAOYUAN, 2023, 57, must_find=("applications.row_total",
           "applications.outcome_total"),
           change=raise_by("applications.unavailable_not_held.natural_person", 9),
           notes="one cell is nine too many, by its row and by its column"),
    Recipe("html-wrong-balance-2019", MINLE, 2020, 33, F19, must_find=("applications.balance",),
           change=_all(raise_by("applications.carried_out.natural_person", 2),
                       raise_by("applications.carried_out.total", 2)),
           notes="two more are carried out than the balance allows; rows add up"),
    Recipe("html-wrong-disputes-2021", HEPING, 2021, 26, must_find=("disputes.total",),
           change=raise_by("disputes.review.total", 1), notes="the total of reviews is one too many"),
    Recipe("html-hybrid-2021", SONGHE, 2024, 71, ("2021", "2019", "2019"),
           must_find=("form.unexpected",), notes="applications with the single row （六）其他处理 of 2019"),
    Recipe("html-hybrid-2019-2021", DAXING, 2021, 48, ("2019", "2021", "2021"),
           must_find=("form.unexpected",), notes="the disclosure table of 2019 in a report on 2021"),
    Recipe("html-traditional-2021", WUXI, 2022, 35, notes="the traditional-character mirror"),
    Recipe("html-units-2021", BEILIN, 2021, 22, change=_UNITS_2021, notes="units and widths in cells"),
    Recipe("html-units-2019", ZHENLAI, 2019, 22, F19, change=_UNITS_2019,
           notes="元 in the amount; signs of three kinds"),
    Recipe("html-no-unit-2019", YUNXI, 2020, 22, F19, must_find=("value.unit_unknown",),
           change=fill({"disclosure.procurement.amount": Figure("8040", 8040)}),
           notes="an amount without a unit anywhere"),
    Recipe("html-unreadable-2019", QINGPING, 2019, 25, F19, change=_UNREADABLE,
           must_find=("cells.unreadable",), notes="cells that hold no one number"),
    Recipe("html-full-width-2021", LANQIAO, 2023, 130, change=full_width, notes="full-width digits"),
    Recipe("html-no-tables-2022", SHIQUAN, 2022, 9, (None, None, None), status="no_report",
           claimed={"received": 3, "concluded": 3}, must_find=("table.missing",),
           notes="headings two to four stand without tables"),
    Recipe("html-one-table-missing-2021", TAOYUAN, 2022, 30, ("2021", "2021", None), status="partial",
           must_find=("table.missing",), notes="section four has no table"),
    Recipe("html-blank-block-2021", MINLE, 2022, 20, change=blank_block,
           notes="the block （三）不予公开 and the disputes are left blank"),
    Recipe("html-big-2021", HEPING, 2023, 4800, spread=0.95, notes="four and five digits in every cell"),
    Recipe("html-zeros-2021", SONGHE, 2021, 3, change=zeros, claimed={"received": 0, "disclosed_items": 96},
           notes="no request, no dispute: every cell a printed zero"),
    Recipe("html-prose-disagrees-2021", DAXING, 2022, 53, claimed={"received": 999, "disclosed_items": 4021},
           must_find=("narrative.disagrees",), notes="the prose states another number received"),
    Recipe("html-impossible-2021", WUXI, 2021, 29, must_find=("value.negative", "value.fraction"),
           change=fill({"disclosure.licensing.decisions": Figure("312.5", 312.5),
                        "disclosure.penalties.decisions": Figure("-4", -4)}),
           notes="a negative count and half a decision, both printed"),
    Recipe("html-shifted-headings-2021", BEILIN, 2023, 41, headings={
           "overview": "一、基本情况", "disclosure": "三、主要公开政府信息情况",
           "applications": "四、依申请公开政府信息情况",
           "disputes": "五、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
           "problems": "六、政府信息公开工作存在的主要问题及改进情况", "other": "七、其他需要说明的事项"},
           notes="section numbers shifted, a slip in a heading, wording of 2019 over section four"),
    Recipe("text-cell-a-line-2021", ZHENLAI, 2022, 37),
    Recipe("text-cell-a-line-2019", YUNXI, 2019, 29, F19),
    Recipe("text-pipes-2021", QINGPING, 2021, 88, spread=0.9),
    Recipe("text-pipes-2019", LANQIAO, 2019, 14, F19),
    Recipe("text-markdown-2021", SHIQUAN, 2023, 61),
    Recipe("text-markdown-2019", TAOYUAN, 2020, 61, F19),
    Recipe("text-tabs-2021", MINLE, 2021, 47),
    Recipe("text-tabs-wrong-total-2021", HEPING, 2022, 55, must_find=("applications.row_total",
           "applications.outcome_total"), change=raise_by("applications.rejected_petition.total", 2),
           notes="one total is two too many"),
    Recipe("text-one-space-2021", SONGHE, 2023, 59),
    Recipe("text-trailing-pipes-2021", DAXING, 2023, 42),
    Recipe("text-aligned-2021", WUXI, 2024, 39),
    Recipe("text-aligned-2019", BEILIN, 2020, 27, F19),
    Recipe("text-blank-cells-2021", ZHENLAI, 2021, 34, change=total_only,
           notes="blank cells between pipes: blank, not pads"),
    Recipe("text-row-short-2021", YUNXI, 2023, 43, status="partial", must_find=("cells.missing",),
           change=miss("applications.rejected_repeat"),
           notes="one row prints six values for seven columns: none of them can be placed"),
)  # fmt: skip
RECIPES = {recipe.stem: recipe for recipe in _LIST}
RECIPES_2014 = {
    recipe.stem: recipe
    for recipe in (
        Recipe("html-2014", QINGPING, 2016, 30, F14),
        Recipe("html-2014-word", MINLE, 2018, 14, F14, notes="Word writes each digit as a run of its own"),
        Recipe("html-2014-blanks", SONGHE, 2017, 22, F14, change=blank_resources,
               notes="the rows of 八 and 九 are left blank"),
        Recipe("text-2014-pipes", TAOYUAN, 2015, 26, F14),
        Recipe("text-2014-tabs", ZHENLAI, 2017, 17, F14, notes="---- as the unit of group rows"),
    )
}  # fmt: skip
