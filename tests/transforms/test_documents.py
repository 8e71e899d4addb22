"""Whole documents as they are met: who reports on which year, what the prose claims, what contradicts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from transforms.extract import extract_bytes
from transforms.records import Context, Extraction

DOCUMENTS: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("documents.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
LABELS = {
    "received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "concluded": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
TOLD = ("year.mismatch", "narrative.disagrees", "report.late")


def line(*cells: object) -> str:
    return " | ".join(map(str, cells)) + " |"


def applications(rows: dict[str, list[int]]) -> list[str]:
    """Section 三 with one outcome: all that was concluded was granted."""
    printed = [line(LABELS[key], *rows[key]) for key in ("received", "carried_in")]
    printed += [line("三、本年度办理结果", "（一）予以公开", *rows["concluded"])]
    printed += [line("（五）不予处理", "2.重复申请", *[0] * 7)]
    printed += [line(LABELS[key], *rows[key]) for key in ("concluded", "carried_out")]
    return [
        "三、收到和处理政府信息公开申请情况",
        line(NOTE, "申请人情况"),
        line("自然人", "法人或其他组织", "总计"),
        line("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
        *printed,
    ]


def disputes(values: list[int]) -> list[str]:
    return [
        "四、政府信息公开行政复议、行政诉讼情况",
        line("行政复议", "行政诉讼"),
        line(*RESULTS, "未经复议直接起诉", "复议后起诉"),
        line(*RESULTS, *RESULTS),
        line(*values),
    ]


@pytest.fixture(params=DOCUMENTS, ids=lambda one: one["name"])
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Extraction]:
    told: dict[str, Any] = request.param
    lines = [told["text"]]
    lines += applications(told["applications"]) if "applications" in told else []
    lines += disputes(told["disputes"]) if "disputes" in told else []
    lines += ["五、存在的主要问题及改进情况", "公开的及时性还需提高。", "六、其他需要报告的事项", "无。"]
    listed = told.get("listed_on")
    context = Context(
        told.get("site"),
        told.get("site_publisher"),
        told.get("url"),
        told.get("link_text"),
        str(listed) if listed else None,
    )
    return told, extract_bytes("\n".join(lines).encode(), "text/plain", context)


def test_who_reports_on_which_year(case: tuple[dict[str, Any], Extraction]) -> None:
    told, read = case
    expected = told["expect"]
    if day := expected.get("published_on"):
        expected = {**expected, "published_on": str(day)}
    assert {key: getattr(read.identity, key) for key in expected} == expected


def test_what_the_prose_claims(case: tuple[dict[str, Any], Extraction]) -> None:
    told, read = case
    found: dict[str, list[float]] = {}
    for claim in read.claims:
        found.setdefault(claim.claim, []).append(claim.value)
    wanted = {key: value if isinstance(value, list) else [value] for key, value in told["claims"].items()}
    assert found == wanted
    assert [c.claim for c in read.claims if c.agrees is False] == told.get("disagrees", [])


def test_what_is_found_and_nothing_else(case: tuple[dict[str, Any], Extraction]) -> None:
    told, read = case
    assert sorted(f.rule for f in read.findings if f.rule in TOLD) == sorted(told["finds"])
    assert [f for f in read.findings if f.severity == "error"] == []
