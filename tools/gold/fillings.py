"""What offices write into the cells: units, signs, words for nothing, and labels in their own wording."""

from __future__ import annotations

from gold.changes import fill
from gold.figures import Figure, placeholder, unreadable

UNITS_2021 = fill({
    "disclosure.fees.amount": Figure("1374520.6元", 137.45206),
    "disclosure.licensing.decisions": Figure("1,263件", 1263),
    "disclosure.penalties.decisions": Figure(" 88 件", 88),
    "disclosure.normative_documents.in_force": Figure("4２", 42),
    "disclosure.coercion.decisions": Figure("零", 0),
})  # fmt: skip
UNITS_2019 = fill({
    "disclosure.procurement.amount": Figure("3860500元", 386.05),
    "disclosure.procurement.projects": Figure("12项", 12),
    "disclosure.licensing.items_change": Figure("+3", 3),
    "disclosure.penalties.items_change": Figure("－8", -8),
    "disclosure.fees.items_change": Figure("−2", -2),
})  # fmt: skip
UNREADABLE = fill({
    "disclosure.licensing.items_change": unreadable("增3减1"),
    "disclosure.penalties.items_change": unreadable("0/0"),
    "disclosure.licensing.decisions": unreadable("由区行政审批局统一填报"),
    "disclosure.coercion.items_change": placeholder("-"),
})  # fmt: skip
LOCAL_WORDS = {
    "规章": "规章（制度）", "行政规范性文件": "规范性文件", "本年制发件数": "本年 制发件数",
    "现行有效件数": "现行有效数", "自然人": "自 然 人", "总计": "总 计", "其他": "其它",
    "3.危及“三安全一稳定”": '3.危及"三安全一稳定"', "结果维持": "维持结果",
    "4.无正当理由大量反复申请": "4.无正当理由 大量反复申请", "未经复议直接起诉": "直接起诉",
    "2.其他法律行政法规禁止公开": "2.其他法律、行政法规禁止公开",
}  # fmt: skip
