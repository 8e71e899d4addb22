"""What labels and titles say: reports, columns, years, bodies, and what only speaks of reports."""

from __future__ import annotations

import pytest

from extractors.crawl.page import Page
from extractors.crawl.words import (
    is_bodies,
    is_body,
    is_column,
    is_column_page,
    is_error,
    is_no_report,
    is_platform,
    is_report_page,
    is_report_title,
    is_wrong_column,
    is_year,
)


def page(body: str = "", metas: str = "", url: str = "http://a.gov.cn/x/", title: str = "") -> Page:
    text = f"<html><head>{metas}<title>{title}</title></head><body>{body}</body></html>"
    return Page(url, text.encode(), "text/html", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "title",
    [
        "桃城区人民政府2021年政府信息公开工作年度报告",
        "2023年度XX局政府信息公开年度报告",
        "XX县人民政府政府信息公开工作年度报告（2022年）",
        "2020年XX镇信息公开年报",
        "XX局2019年政务公开年度工作情况报告",
        "XX街道2021年信息公开工作年度报告 2022-01-20",
        "2022年 政 府 信 息 公 开 工作报告",
        "XX局2021年政府信息工作年度报告",
        "二〇二一年度政府信息公开工作年度报告",
        "XX培训中心2022年政府信息公开年度报告",
        "关于公布XX局2022年政府信息公开工作年度报告的公告",
        "XX县人民政府办公室关于2022年度政府信息公开工作情况的报告",
        "XX区人大常委会办公室2022年政务信息公开工作开展年度报告",
        "XX会议中心2022年政府信息公开年度报告",
        "XX市贯彻《政府信息公开条例》情况2014年年度报告",
    ],
)
def test_titles_of_reports(title: str) -> None:
    assert is_report_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "政府信息公开指南",
        "政府信息公开年度报告制度",
        "关于做好2021年政府信息公开工作年度报告编制工作的通知",
        "关于印发2021年政府信息公开年度报告格式的通知",
        "图解：XX局2022年政府信息公开年报",
        "一图读懂2023年政府信息公开年报",
        "2022年政务公开工作要点",
        "2023年政府工作报告",
        "2022年法治政府建设年度报告",
        "2022年度政府网站工作年度报表",
        "2021年政府信息公开工作年度报告解读",
        "XX区召开2021年政务公开年报编制培训会",
        "2022年部门决算公开报告",
        "2022年一季度政府信息公开工作报告",
        "XX局2022年上半年政府信息公开工作总结",
        "XX局2020年财政预算公开情况报告",
        "2021年政府信息公开年报数据汇总表",
        "XX市2023年政府信息公开工作年度报告公布情况",
        "2019年政府信息公开工作自查报告",
        "XX局2021年政务公开问题整改情况报告",
        "2023年政务公开满意度调查报告",
        "2021年XX区政务公开工作半年总结",
        "2022年政府信息公开工作年度报告（英文版）",
        "数说2022年政府信息公开工作年度报告",
        "2020年度环境信息公开报告",
        "关于编制发布2021年政府信息公开工作年度报告的函",
    ],
)
@pytest.mark.parametrize("in_column", [False, True])
def test_titles_that_only_speak_of_reports(title: str, in_column: bool) -> None:
    assert not is_report_title(title, in_column)


@pytest.mark.parametrize("text", ["2023年", "2023年度", "2021年年报", "XX局2022年年度报告", "年度报告(2020)"])
def test_less_is_enough_inside_a_column(text: str) -> None:
    assert is_report_title(text, in_column=True)
    assert not is_report_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "区政府年报",
        "部门年报",
        "历年年报",
        "乡镇街道年报",
        "政府信息公开年报",
        "政府信息公开工作年度报告",
        "年度报告",
        "年报",
        "公开年报",
        "部门信息公开年报",
        "公开年度报告",
        "政府信息年报",
        "历年公开报告",
    ],
)
def test_names_of_the_column(text: str) -> None:
    assert is_column(text)


@pytest.mark.parametrize(
    "text", ["企业年报", "统计年报", "政府信息公开制度", "法治政府建设年度报告", "政府网站年报", "财政年报"]
)
def test_columns_of_other_reports(text: str) -> None:
    assert not is_column(text)


@pytest.mark.parametrize(
    "title", ["XX局2022年行政执法年度报告", "2023年度事业单位法人年度报告", "2022年住房公积金年度报告"]
)
def test_other_reports_in_the_column(title: str) -> None:
    assert not is_report_title(title, in_column=True)


def test_a_column_of_other_things_says_so_by_its_name() -> None:
    assert is_wrong_column(page(metas='<meta name="ColumnName" content="部门预决算">'))
    assert is_wrong_column(page(title="统计年鉴_桃城区人民政府"))
    assert not is_wrong_column(page(metas='<meta name="ColumnName" content="2022年">', title="统计年鉴"))
    assert not is_wrong_column(page(metas='<meta name="ColumnName" content="桃城区统计局">'))


@pytest.mark.parametrize(
    ("text", "title", "error"),
    [
        ("您访问的页面不存在", "桃城区", True),
        ("内容", "404 Not Found", True),
        ("该信息不存在或已被删除！", "", True),
        ("政府信息不存在3件，" + "正文" * 300, "2022年政府信息公开年度报告", False),
        ("本机关找不到的文件" * 60, "2022年政府信息公开年度报告", False),
    ],
)
def test_what_says_that_nothing_is_there(text: str, title: str, error: bool) -> None:
    assert is_error(page(text, title=title)) is error


def test_the_other_labels() -> None:
    assert is_platform("政府信息公开")
    assert is_platform("政务公开")
    assert not is_platform("政务公开要闻回顾")
    assert is_year("2022年")
    assert is_year("2022")
    assert not is_year("2022年工作总结")
    assert is_bodies("乡镇街道")
    assert is_body("桃城区教育局")
    assert is_body("赵家圈镇人民政府")
    assert not is_body("办事服务")
    assert is_no_report("图解年报")


def test_a_column_is_told_by_its_tags_before_its_title_and_address() -> None:
    assert is_column_page(page(metas='<meta name="ColumnType" content="信息公开年报">'))
    assert is_column_page(page(metas='<META content="政府信息公开年报" name="columnname">'))
    assert is_column_page(page(title="政府信息公开年报_桃城区人民政府"))
    assert is_column_page(page(url="http://a.gov.cn/zfxxgknb_97478/"))
    notices = '<meta name="ColumnName" content="通知公告">'
    assert not is_column_page(page(metas=notices, url="http://a.gov.cn/zfxxgknb/"))
    assert not is_column_page(page(title="新闻"))


def test_a_report_is_told_by_two_of_its_headings_even_when_broken() -> None:
    assert is_report_page(page("<p>一、总 体\n情 况</p><p>五、存在的主要问题</p>"))
    assert not is_report_page(page("<p>总体情况良好</p>"))
    assert not is_report_page(page("<script>总体情况 存在的主要问题</script>"))


@pytest.mark.parametrize(
    "title",
    [
        "桃城区教育局2023年",
        "桃城区何家庄乡2022年度",
        "桃城区教育局2023年政府信…",
        "桃城区教育局2023年政府信息公开工作年...",
        "桃城区人力资源和社会保障局…",
        "桃城区人力资源和社会保障局20...",
        "桃城区人民政府办公室2021年度……",
    ],
)
def test_labels_that_are_enough_in_a_column(title: str) -> None:
    """Rows of a body and a year; titles that the list cuts before the words that tell a report."""
    assert is_report_title(title, in_column=True)
    assert not is_report_title(title.replace("信息公开工作年", "信"))


@pytest.mark.parametrize(
    "title",
    [
        "桃城区召开2023年经济工作会…",
        "关于做好2023年政府信息公开…",
        "关于印发桃城区2023年政府信…",
        "桃城区教育局2023年部门预…",
        "桃城区2023年国民经济和社会发展统…",
        "更多…",
    ],
)
def test_cut_labels_of_other_things(title: str) -> None:
    assert not is_report_title(title, in_column=True)
