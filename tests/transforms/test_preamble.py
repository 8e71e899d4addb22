"""Reports without a title of their own, as Hanweb's report pages are: the opening says whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.document import Document, Paragraph
from transforms.identity.identify import identify
from transforms.records import Context

SITE = Context(site_division="131102", site_publisher="桃城区人民政府", link_text="2021")
PERIOD = "所列数据的统计期限自2021年1月1日起至2021年12月31日止。"


def publisher(*texts: str, title: str = "", link: str | None = "2021", **tags: str) -> str | None:
    blocks = tuple(Paragraph(text, f"p {n}") for n, text in enumerate((*texts, PERIOD), 1))
    return identify(Document("text/html", blocks, title, tags), replace(SITE, link_text=link)).publisher


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("现公布桃城区赵家圈镇人民政府2021年政府信息公开工作年度报告。", "赵家圈镇人民政府"),
        ("按规定，特向社会公布桃城区卫生健康局2021年度政府信息公开年报。", "桃城区卫生健康局"),
        ("现发布《衡水市桃城区教育局2021年政府信息公开工作年度报告》，请予监督。", "桃城区教育局"),
        ("特向社会公布河西街道2021年度信息公开年度报告。", "河西街道办事处"),
        ("现将衡水市桃城区教育局（以下简称区教育局）2021年信息公开年度报告进行公布。", "桃城区教育局"),
        ("根据条例要求，由赵家圈镇人民政府党政办公室编制。", "赵家圈镇人民政府"),
        ("依照条例，赵家圈镇政府编制2021年政府信息公开年度报告。", "赵家圈镇人民政府"),
        ("本报告由区财政局根据条例编制。", "桃城区财政局"),
        ("结合区市场监督管理局政府信息公开年度工作情况和统计数据编制本报告。", "桃城区市场监督管理局"),
        ("如对本报告有疑问，请与桃城区交通运输局联系（电话：2020000）。", "桃城区交通运输局"),
        ("如有疑问，请与河西街道信息公开领导小组办公室联系。", "河西街道办事处"),
        ("如有疑问，请联系：桃城区财政局办公室，电话2020000。", "桃城区财政局"),
    ],
)
def test_the_opening_goes_before_the_site_and_whoever_posted_it(text: str, body: str) -> None:
    assert publisher(text) == body
    assert publisher(text, contentsource="桃城区人民政府办公室") == body


@pytest.mark.parametrize(
    "text",
    [
        "如有疑问，请与桃城区人民政府办公室联系。",
        "如有疑问，请联系桃城区政务服务和数据管理局，电话2020000。",
        "本报告由区政务服务中心根据各部门报送的情况编制，反映全区工作。",
        "按照市政府办公室《关于做好2021年政府信息公开工作年度报告编制工作的通知》，编制本报告。",
        "结合省政府办公厅政务公开工作要点，督促各部门公布2021年政府信息公开年报。",
        "公布各乡镇2021年度政府信息公开年报16份。",
        "根据《中华人民共和国政府信息公开工作年度报告格式》编制本报告。",
        "本年度报告在区政府网站公布，反映我区工作。",
    ],
)
def test_a_government_whose_office_answers_stays_the_publisher(text: str) -> None:
    assert publisher(text, "全区公开信息3条。") == "桃城区人民政府"
    assert publisher(text) in ("桃城区人民政府", None)


def test_whoever_speaks_for_nobody_in_particular_is_not_taken_for_the_government() -> None:
    told = "特向社会公布2021年度本机关政府信息公开工作年度报告。市城市管理局、区教育局按照部署推进公开。"
    assert publisher(told) is None
    department = replace(SITE, site_publisher="桃城区城市管理局")
    document = Document("text/html", (Paragraph(told, "p 1"), Paragraph(PERIOD, "p 2")))
    assert identify(document, department).publisher == "桃城区城市管理局"


@pytest.mark.parametrize("link", ["2021年政府信息公开工作年度报告", "2021"])
def test_a_title_that_names_no_body_is_the_site_s_own(link: str) -> None:
    """A list with the reports of several bodies names them."""
    told = "本报告依照条例编制。全年主动公开政府信息316条。"
    assert publisher(told, title="2021年政府信息公开工作年度报告", link=link) == "桃城区人民政府"


def test_an_opening_left_from_the_government_s_report_names_no_bureau() -> None:
    texts = (
        "现公布桃城区人民政府2021年政府信息公开工作年度报告。",
        "2021年，我局持续推进公开，请与桃城区财政局联系。",
    )
    assert publisher(*texts) == "桃城区财政局"


def test_bodies_named_further_on_are_others() -> None:
    long_before = "全年主动公开政府信息，回应群众关切。" * 100
    assert publisher(long_before, "全区公开3条。请与桃城区财政局联系。") == "桃城区人民政府"


@pytest.mark.parametrize("text", ["区教育局认真贯彻条例。", "我局认真贯彻条例，推进全区教育公开。"])
def test_a_page_or_a_label_that_is_nothing_but_a_name_is_of_that_body(text: str) -> None:
    """Columns of a year list bodies, and their articles are called 教育局, in the site's frame."""
    assert (
        publisher("2021年政府信息公开工作年度报告", text, title="教育局_2021年_桃城区政府信息公开年报")
        == "桃城区教育局"
    )
    assert publisher(text, link="教育局", contentsource="桃城区人民政府办公室") == "桃城区教育局"
    assert publisher(text, title="赵家圈镇") != "赵家圈镇人民政府"


@pytest.mark.parametrize("title", ["新闻中心", "桃城区人民政府", "桃城区政府信息公开年报"])
def test_names_of_columns_and_of_the_site_say_nothing(title: str) -> None:
    assert publisher("全区深入推进政务公开。", title=title) == "桃城区人民政府"
    if title == "新闻中心":
        assert publisher("我中心深入推进政务公开。", title=title) is None
    named = "桃城区财政局2021年政府信息公开工作年度报告"
    assert publisher(named, title=f"{title}_桃城区人民政府门户网站") == "桃城区财政局"
