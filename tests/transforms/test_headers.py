"""Columns told from header text."""

from __future__ import annotations

import pytest

from transforms.fold import fold
from transforms.tables.headers import applications_columns, disclosure_columns, disputes_columns

PARTIES = ("enterprise", "research", "public_welfare", "legal_service", "other_org")
SEVEN = ("natural_person", *PARTIES, "total")


def folded(*words: str) -> str:
    return "".join(map(fold, words))


@pytest.mark.parametrize(
    "words",
    [
        (
            "申请人情况",
            "自然人",
            "法人或其他组织",
            "总计",
            "商业企业",
            "科研机构",
            "社会公益组织",
            "法律服务机构",
            "其他",
        ),
        ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
        ("自然人", "商业企业", "科研企业", "社会公益组织", "法律服务机构", "其他", "总计"),
        (
            "自 然 人",
            "法人或其他组织",
            "总\n计",
            "商业\n企业",
            "科研机\n构",
            "社会公益\n组织",
            "法律\n服务\n机构",
            "其它",
        ),
        ("公民", "法人或其他组织", "合计", "企业", "科研机构", "公益组织", "法律服务机构", "其他"),
        ("自然人", "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    ],
)
def test_seven_columns_in_every_way_they_are_printed(words: tuple[str, ...]) -> None:
    assert applications_columns(folded(*words)) == SEVEN


@pytest.mark.parametrize(
    "words",
    [
        (
            "自然人",
            "法人或其他组织",
            "总计",
            "商业企业",
            "科研机构",
            "社会公益组织",
            "法律服务机构",
            "其他",
            "小计",
        ),
        ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", "总计"),
    ],
)
def test_an_unofficial_subtotal_is_a_column_of_its_own(words: tuple[str, ...]) -> None:
    assert applications_columns(folded(*words)) == ("natural_person", *PARTIES, "subtotal", "total")


def test_another_order_is_read_as_printed() -> None:
    words = (
        "自然人",
        "法人或其他组织",
        "总计",
        "科研机构",
        "商业企业",
        "社会公益组织",
        "法律服务机构",
        "其他",
    )
    columns = applications_columns(folded(*words))
    assert columns is not None
    assert columns[1:3] == ("research", "enterprise")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("自然人", "总计"),
        ("自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构"),
        (
            "自然人",
            "自然人",
            "法人或其他组织",
            "总计",
            "商业企业",
            "科研机构",
            "公益组织",
            "法律服务机构",
            "其他",
        ),
    ],
)
def test_a_damaged_header_does_not_tell_seven_columns(words: tuple[str, ...]) -> None:
    assert not applications_columns(folded(*words))


@pytest.mark.parametrize(
    ("header", "row", "form", "columns"),
    [
        (
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            "regulations",
            "2021",
            ("issued", "repealed", "in_force"),
        ),
        (
            ("信息内容", "制发件数", "废止件数", "现行有效件"),
            "normative_documents",
            "2021",
            ("issued", "repealed", "in_force"),
        ),
        (
            ("信息内容", "现行有效件数", "本年制发件数", "本年废止件数"),
            "regulations",
            "2021",
            ("in_force", "issued", "repealed"),
        ),
        (
            ("信息内容", "本年新\n制作数量", "本年新 公开数量", "对外公开总数"),
            "regulations",
            "2019",
            ("made", "newly_disclosed", "disclosed_stock"),
        ),
        (
            ("信息内容", "本年新", "本年新", "对外公开总数量"),
            "regulations",
            "2019",
            ("made", "newly_disclosed", "disclosed_stock"),
        ),
        (
            ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
            "licensing",
            "2019",
            ("items_last_year", "items_change", "decisions"),
        ),
        (("信息内容", "本年处理决定数量"), "licensing", "2021", ("decisions",)),
        (("信息内容", "本年收费金额（单位：万元）"), "fees", "2021", ("amount",)),
        (("信息内容", "采购项目数量", "采购总金额（万元）"), "procurement", "2019", ("projects", "amount")),
    ],
)
def test_disclosure_headers_tell_form_and_columns(
    header: tuple[str, ...], row: str, form: str, columns: tuple[str, ...]
) -> None:
    assert disclosure_columns(folded(*header), row) == (form, columns)


def test_no_header_tells_no_form() -> None:
    assert disclosure_columns("", "regulations")[0] is None


def test_disputes_columns_in_printed_order() -> None:
    five = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    keys = ("upheld", "corrected", "other_result", "pending", "total")
    header = folded("行政复议", "行政诉讼", *five, "未经复议直接起诉", "复议后起诉", *five, *five)
    assert disputes_columns(header) == keys * 3
    assert disputes_columns(folded("维持结果", "结果纠正", "其它结果", "未审结", "总 计")) == keys


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        (("信息内容", "本年处理决定数量", "累计处理决定数量"), ("decisions", "other_measure")),
        (("信息内容", "上年处理决定数量", "本年处理决定数量"), ("other_measure", "decisions")),
        (("信息内容", "本年处理决定数量", "比上年增长%"), ("decisions", "other_measure")),
        (("信息内容", "本年处理决定数量", "占比"), ("decisions", "other_measure")),
        (("信息内容", "行次", "本年处理决定数量"), ("extra", "decisions")),
        (("信息内容", "备注栏", "本年处理决定数量"), ("extra", "decisions")),
        (("信自内", "本年处理决定数量"), ("decisions",)),
    ],
)
def test_columns_of_another_measure_are_columns_but_not_the_forms(
    words: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    assert disclosure_columns(folded(*words), "licensing") == ("2021", columns)


@pytest.mark.parametrize("word", ["累计处理决定数量", "上年处理决定数量", "去年处理决定数量"])
def test_another_measure_alone_contradicts_the_form(word: str) -> None:
    assert disclosure_columns(folded("信息内容", "本年制发件数", word, "现行有效件数"), "regulations") == (
        None,
        (),
    )


def test_where_an_extra_column_of_a_header_of_three_rows_stands_is_not_told() -> None:
    head = (
        "备注",
        "自然人",
        "法人或其他组织",
        "总计",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    )
    columns = applications_columns(folded(*head))
    assert columns is not None
    assert columns[:2] == ("unplaced", "extra")


def test_a_subtotal_that_begins_the_row_below_the_total_is_the_first_of_its_group() -> None:
    words = (
        "自然人",
        "法人或其他组织",
        "总计",
        "小计",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    )
    assert applications_columns(folded(*words)) == ("natural_person", "subtotal", *PARTIES, "total")
