"""Lists of lines with a label before a colon are tables where they prove themselves, else openly none."""

from __future__ import annotations

import pytest
from test_read_tables import cells, found, lines, numbers, tables_of

HEADING = "三、收到和处理政府信息公开申请情况"
TOTALS = [
    "本年新收政府信息公开申请数量：12件",
    "上年结转政府信息公开申请数量：1件",
    "三、本年度办理结果",
    "（一）予以公开：8件",
    "（三）不予公开",
    "1.属于国家秘密：0件",
    "（四）无法提供",
    "1.本机关不掌握相关政府信息：2件；",
    "（六）其他处理",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请：1件。",
    "（七）总计：11件",
    "四、结转下年度继续办理：2件",
]


def test_totals_of_section_three_are_read_and_the_applicants_are_missing() -> None:
    read = numbers(lines(HEADING, *TOTALS))
    assert {item: value for item, value in read.items() if value} == {
        "applications.received.total": 12,
        "applications.carried_in.total": 1,
        "applications.granted.total": 8,
        "applications.unavailable_not_held.total": 2,
        "applications.concluded.total": 11,
        "applications.carried_out.total": 2,
        "applications.closed_no_correction.total": 1,
    }


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("（一）予以公开：8件", "（一）予以公开：9件"),
        ("四、结转下年度继续办理：2件", "四、结转下年度继续办理：3件"),
        ("四、结转下年度继续办理：2件", ""),
        ("1.属于国家秘密：0件", "1.属于国秘：0件"),
        ("（一）予以公开：8件", "（一）予以公开：8 9件"),
        ("（一）予以公开：8件", "（一）予以公开：约8件"),
    ],
)
def test_totals_that_do_not_add_up_or_are_not_all_there_are_openly_missing(line: str, by: str) -> None:
    text = lines(HEADING, *(by if one == line else one for one in TOTALS))
    assert set(numbers(text).values()) <= {None}


def test_applicants_named_in_each_line_are_read() -> None:
    parts = "自然人3件，商业企业0件，科研机构/，社会公益组织0件，法律服务机构1件，其他0件，总计4件。"
    told = ["本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量"]
    read = cells(lines(HEADING, *(f"{label}：{parts}" for label in told)))
    row = [read[f"applications.received.{column}"] for column in ("natural_person", "research", "total")]
    assert [(cell.state, cell.value, cell.locator) for cell in row] == [
        ("number", 3, "line 2"),
        ("placeholder", None, "line 2"),
        ("number", 4, "line 2"),
    ]


def test_results_named_in_each_line_of_section_four_are_read() -> None:
    results = "结果维持1件，结果纠正0件，其他结果0件，尚未审结2件，总计{}件"
    told = [f"{label}：{results}" for label in ("行政复议", "未经复议直接起诉", "复议后起诉")]
    text = lines("四、政府信息公开行政复议、行政诉讼情况", *told)
    assert numbers(text.format(3, 3, 3))["disputes.review.pending"] == 2
    assert [one.item for one in found(text.format(3, 3, 4), "disputes.total")] == [
        "disputes.litigation_after_review.total"
    ]


def test_a_list_beside_a_table_of_its_section_is_prose() -> None:
    rows = [["申请人情况", "总计"], ["本年新收政府信息公开申请数量", "5"]]
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    page = f"<p>{HEADING}</p>{''.join(f'<p>{line}</p>' for line in TOTALS)}<table>{table}</table>"
    assert tables_of(page).forms["applications"]
    assert numbers(page)["applications.received.total"] == 5


@pytest.mark.parametrize("first", [True, False])
def test_a_list_of_another_year_is_left_aside(first: bool) -> None:
    own, other = (
        ["2022年：", *TOTALS],
        ["2021年：", *(line.replace("12件", "13件").replace("办理：2件", "办理：3件") for line in TOTALS)],
    )
    title = "青杉县人民政府2022年政府信息公开工作年度报告"
    text = lines(title, HEADING, *(own + other if first else other + own))
    assert numbers(text)["applications.received.total"] == 12
