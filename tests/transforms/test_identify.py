"""Identity: who reports on which year, and when nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Document, GridCell, Paragraph, Table
from transforms.identity.identify import days_late, form_findings, identify, late_finding
from transforms.records import Context, Identity

BODY = "一、总体情况"


def page(*lines: str, title: str = "", links: tuple[str, ...] = (), **meta: str) -> Document:
    paragraphs = [Paragraph(text, f"line {n}", text in links) for n, text in enumerate(lines, 1)]
    return Document("text/plain", tuple(paragraphs), title, meta)


def who(
    document: Document, context: Context | None = None
) -> tuple[str | None, str | None, str | None, str | None]:
    found = identify(document, context or Context())
    return found.publisher, found.publisher_level, found.place, found.division_code


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "衡水市桃城区人民政府2021年政府信息公开工作年度报告",
            ("桃城区人民政府", "county", "桃城区", "131102"),
        ),
        ("桃城区政府2021年度政府信息公开工作年报", ("桃城区人民政府", "county", "桃城区", "131102")),
        ("桃城区2021年政府信息公开工作年度报告", ("桃城区人民政府", "county", "桃城区", "131102")),
        ("2021年北京市人民政府信息公开工作年度报告", ("北京市人民政府", "province", "北京市", "110000")),
        (
            "2019年上海市人民政府办公厅政府信息公开工作年度报告",
            ("上海市人民政府办公厅", "department", "上海市", "310000"),
        ),
        (
            "乌恰县乌恰镇人民政府2022年政府信息公开工作年度报告",
            ("乌恰镇人民政府", "township", "乌恰镇", "653024"),
        ),
        ("西安市莲湖区西关街道2024年政府信息公开年报", ("西关街道办事处", "township", "西关街道", "610104")),
        ("柳堰县审计局2020年政府信息公开工作年度报告", ("柳堰县审计局", "department", "柳堰县", None)),
        ("望川市人民政府2023年政府信息公开工作年度报告", ("望川市人民政府", None, "望川市", None)),
        (
            "云屏县区域经济合作局2020年度政府信息公开年报",
            ("云屏县区域经济合作局", "department", "云屏县", None),
        ),
        ("水利部2020年政府信息公开工作年度报告", ("水利部", "central", "中央", "000000")),
        ("兴安盟行政公署2019年政府信息公开年报", ("兴安盟行政公署", "prefecture", "兴安盟", "152200")),
        (
            "国家税务总局衡水市税务局2022年政府信息公开年报",
            ("国家税务总局衡水市税务局", "department", "衡水市", "131100"),
        ),
        (
            "泉州市人民政府外事办公室2022年政府信息公开年报",
            ("泉州市人民政府外事办公室", "department", "泉州市", "350500"),
        ),
        (
            "南湖新区退役军人事务局2022年政府信息公开年报",
            ("南湖新区退役军人事务局", "department", "南湖新区", None),
        ),
        (
            "淄博市高新技术产业开发区中埠镇2020年政府信息公开年报",
            ("中埠镇人民政府", "township", "中埠镇", "370300"),
        ),
        (
            "政府信息公开工作年度报告(2021年)(桃城区教育局)",
            ("桃城区教育局", "department", "桃城区", "131102"),
        ),
        ("河西务镇人民政府2021年政府信息公开年报", ("河西务镇人民政府", "township", "河西务镇", None)),
        ("农业农村和乡村振兴局2021年政府信息公开年报", ("农业农村和乡村振兴局", "department", None, None)),
    ],
)
def test_a_title_tells_body_level_and_place(title: str, expected: tuple[str | None, ...]) -> None:
    assert who(page(title, BODY)) == expected


def test_a_zone_has_the_code_of_the_division_it_lies_in_and_the_name_its_text_gives() -> None:
    document = page(
        "赣州经济技术开发区2023年政府信息公开",
        "工作年度报告",
        "本报告由赣州经济技术开发区管理委员会党政办公室编制。",
        BODY,
    )
    zone = "赣州经济技术开发区"
    assert who(document) == (f"{zone}管理委员会", "zone", zone, "360700")


def test_the_site_gives_the_division_of_bodies_whose_name_has_none() -> None:
    site = Context(site_division="533423", site_publisher="维西傈僳族自治县人民政府")
    title = "县教育局2021年政府信息公开工作年度报告"
    county = "维西傈僳族自治县"
    assert who(page(title, BODY), site) == (f"{county}教育局", "department", county, "533423")
    assert who(page(title, BODY)) == ("县教育局", "department", None, None)
    assert who(page("塔城镇人民政府2021年政府信息公开年报", BODY), site)[2:] == ("塔城镇", "533423")


def test_the_site_settles_same_names_but_a_repost_keeps_its_own_division() -> None:
    title = "桥西区人民政府2021年政府信息公开工作年度报告"
    assert who(page(title, BODY), Context(site_division="130700"))[3] == "130703"
    assert who(page(title, BODY))[2:] == ("桥西区", None)
    repost = page("水利部2020年政府信息公开工作年度报告", BODY)
    assert who(repost, Context("131100", "衡水市人民政府"))[0] == "水利部"


def test_source_tag_and_breadcrumb_stand_in_for_a_title_without_a_body() -> None:
    title = "2025年政府信息公开工作年度报告"
    assert (
        who(page(title, "发布机构:棠溪区文化和旅游局 发布日期:2026-01-23", BODY))[0] == "棠溪区文化和旅游局"
    )
    assert who(page(title, BODY, contentsource="桃城区教育局"))[0] == "桃城区教育局"
    crumb = "首页 > 政务公开 > 政府信息公开年报 > 桃城区财政局"
    assert who(page(crumb, title, BODY))[0] == "桃城区财政局"


def test_a_title_goes_before_the_portals_owner() -> None:
    document = page("乌恰镇2022年政府信息公开年报", "来源:乌恰县人民政府", BODY)
    assert who(document, Context("653024", "乌恰县人民政府"))[0] == "乌恰镇人民政府"


@pytest.mark.parametrize("word", ["我局", "我镇", "我中心"])
def test_a_text_that_speaks_of_itself_as_another_body_is_not_the_sites_own(word: str) -> None:
    document = page("2021年政府信息公开工作年度报告", "来源:县政府办公室", BODY, f"{word}认真落实条例。")
    assert who(document, Context("653024", "乌恰县人民政府")) == (None, None, None, None)


def test_the_sites_own_body_publishes_what_nothing_contradicts() -> None:
    document = page("2021年政府信息公开工作年度报告", "来源:县政府办公室", BODY, "全县公开信息3条。")
    assert who(document, Context("653024", "乌恰县人民政府"))[0] == "乌恰县人民政府"


def test_the_pages_tags_go_before_its_headings() -> None:
    document = page("政府信息公开年报", BODY, articletitle="桃城区教育局2021年政府信息公开工作年度报告")
    found = identify(document, Context())
    assert (found.title, found.year, found.publisher) == (document.meta["articletitle"], 2021, "桃城区教育局")


@pytest.mark.parametrize(
    "title",
    [
        "桃城区2022年政府信息公开工作年度报告_政府信息公开年报_桃城区人民政府",
        "桃城区人民政府-政府信息公开年报-桃城区2022年政府信息公开工作年度报告",
    ],
)
def test_site_and_column_are_cut_from_the_pages_title(title: str) -> None:
    found = identify(page(BODY, title=title), Context())
    assert (found.title, found.year) == ("桃城区2022年政府信息公开工作年度报告", 2022)


def test_headings_are_joined_over_lines_and_with_the_body_above() -> None:
    assert identify(page("桃城区2025年政府信息公", "开工作年度报告", BODY), Context()).year == 2025
    document = page("衡水市桃城区教育局", "2021年度政府信息公开工作", "年度报告", BODY)
    assert who(document)[0] == "桃城区教育局"


def test_a_banner_above_is_no_part_of_the_title() -> None:
    document = page("2019年12月3日 星期二", "桃城区教育局2021年政府信息公开工作年度报告", BODY)
    found = identify(document, Context())
    assert (found.year, found.publisher, found.published_on) == (2021, "桃城区教育局", None)


def test_links_to_other_reports_are_navigation() -> None:
    other = "桃城区2019年政府信息公开工作年度报告"
    document = page(other, "桃城区2021年政府信息公开工作年度报告", BODY, links=(other,))
    assert identify(document, Context()).year == 2021


def test_a_list_of_reports_above_the_text_leaves_the_year_to_the_period() -> None:
    years = [f"{year}年政府信息公开年报" for year in (2019, 2020, 2021)]
    assert identify(page(*years, BODY, "统计期限为2020年1月1日至12月31日。"), Context()).year == 2020


def test_without_a_title_the_link_and_the_period_tell_the_year() -> None:
    assert identify(page(BODY), Context(link_text="2023年")).year == 2023
    assert identify(page(BODY, "我局2023年1月1日至12月31日新收申请4件。"), Context()).year == 2023
    assert identify(page(BODY, url="x"), Context(url="https://x/art/2022/1/24/art_1_2.html")).year is None


@pytest.mark.parametrize(
    ("link", "publisher"),
    [
        ("桃城区财政局2023年政府信…", "桃城区财政局"),
        ("桃城区人民政府办公室2023年", "桃城区人民政府办公室"),
        ("桃城区何家庄乡2023年度", "何家庄乡人民政府"),
        ("桃城区人力资源和社会保障局20...", "桃城区人力资源和社会保障局"),
        ("桃城区财政局…", None),  # 桃城区财政局国库支付中心?
        ("桃城区人力资源和社会保…", None),
        ("2023年", None),
    ],
)
def test_a_label_that_is_the_beginning_of_a_title_names_the_body(link: str, publisher: str | None) -> None:
    """Where the page itself does not: its title is that of every body, and it says 本局."""
    document = page("2023年政府信息公开工作年度报告", BODY)
    found = identify(document, Context(link_text=link, site_division="131102"))
    assert (found.publisher, found.year) == (publisher, 2023)
    assert found.title == "2023年政府信息公开工作年度报告"  # what is printed, not what the label begins


def test_title_and_period_of_different_years_are_a_finding_and_the_title_wins() -> None:
    document = page(
        "桃城区2021年政府信息公开工作年度报告", "统计期限自2020年1月1日起至2020年12月31日止。", BODY
    )
    found = identify(document, Context())
    assert found.year == 2021
    assert [(finding.rule, finding.severity) for finding in found.findings] == [("year.mismatch", "warning")]


def test_cited_years_are_no_mismatch() -> None:
    document = page(
        "桃城区2025年政府信息公开工作年度报告",
        "按照《2020年政务公开工作要点》和国办公开办函〔2021〕30号编制。",
        BODY,
    )
    assert identify(document, Context()).findings == ()


@pytest.mark.parametrize(
    "title",
    [
        "政府信息公开工作年度报告格式",
        "关于印发2021年政府信息公开年报格式的通知",
        "政府信息公开统计制度",
        "桃城区2023年政府信息公开工作年度报告公布情况",
        "桃城区教育局2019年政府信息公开工作自查报告",
        "桃城区教育局2021年政府信息公开年报编制说明",
    ],
)
def test_forms_notices_and_rules_tell_nobody_and_no_year(title: str) -> None:
    found = identify(page(title, BODY), Context())
    assert (found.year, found.publisher, found.place) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("来源:桃城区政府办公室 时间:2022年02月20日 有效性:", "2022-02-20"),
        ("发布日期:2022-01-2309:15 浏览量:{{ pvCount }}", "2022-01-23"),
        ("2022-01-26 来源:桃城区政府办公室", "2022-01-26"),
        ("发 布 日 期：2022.1.5", "2022-01-05"),
        ("今天是2022年8月13日 星期六", None),
        ("发布日期: 浏览次数:", None),
    ],
)
def test_the_publication_date_stands_by_its_label_or_source(line: str, expected: str | None) -> None:
    document = page("桃城区2021年政府信息公开工作年度报告", line, BODY)
    assert identify(document, Context()).published_on == expected


def test_the_publication_date_comes_from_tag_then_text_then_list() -> None:
    title, line = "桃城区2021年政府信息公开工作年度报告", "发布日期:2022-02-02"
    listed = Context(listed_on="2022-03-03")
    assert identify(page(title, line, BODY, pubdate="2022-01-01 10:00"), listed).published_on == "2022-01-01"
    assert identify(page(title, line, BODY, pubdate="null"), listed).published_on == "2022-02-02"
    assert identify(page(title, BODY), listed).published_on == "2022-03-03"
    # A date from before the end of the report year is that of something else.
    assert identify(page(title, BODY, pubdate="2019-05-01"), listed).published_on == "2022-03-03"


def test_a_metadata_grid_gives_title_source_and_date() -> None:
    texts = [
        ["发布机构", "桃城区教育局", "发布日期", "2022-04-20 09:30"],
        ["名 称", "2021年政府信息公开工作年度报告"],
    ]
    rows = tuple(
        tuple(GridCell(text, r, c, 1, 1, f"table 1 row {r}") for c, text in enumerate(row, 1))
        for r, row in enumerate(texts, 1)
    )
    found = identify(Document("text/html", (Table(1, rows), Paragraph(BODY, "p 1"))), Context())
    assert (found.year, found.publisher, found.published_on) == (2021, "桃城区教育局", "2022-04-20")


def test_the_pages_site_tags_stand_in_for_the_site() -> None:
    title = "县教育局2021年政府信息公开工作年度报告"
    assert who(page(title, BODY, siteidcode="6530240001"))[3] == "653024"
    assert who(page(title, BODY, sitename="乌恰县人民政府"))[3] == "653024"


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("现将禾丰县本级政府(机关)2019年政府信息公开工作情况报告如下。", "own"),
        ("本报告数据不含乡镇和街道。", "own"),
        ("本报告由区政府办公室汇总各镇、街道和区各部门的年度报告编制。", "consolidated"),
        ("本报告按照条例编制。", "unknown"),
    ],
)
def test_scope_is_what_a_sentence_says(sentence: str, scope: str) -> None:
    found = identify(page("禾丰县2019年政府信息公开年报", sentence, BODY), Context())
    assert (found.scope, found.scope_sentence) == (scope, None if scope == "unknown" else sentence)


WORDS = [
    "桃城区",
    "衡水市",
    "人民政府",
    "教育局",
    "开发区",
    "镇",
    "街道",
    "2021年",
    "年报",
    "政府信息公开",
    "发布日期:",
    "|",
    "来源:",
    ">",
]


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map("".join), max_size=6))
def test_any_words_are_read_without_error_and_never_beyond_what_they_say(lines: list[str]) -> None:
    found = identify(page(*lines), Context())
    assert found.year in (None, 2021)
    assert found.division_code in (None, "131100", "131102")
    assert found.published_on is None


def body(level: str | None, year: int, published: str | None, publisher: str = "某局") -> Identity:
    return Identity(year=year, publisher=publisher, publisher_level=level, published_on=published)


@pytest.mark.parametrize(
    ("identity", "days"),
    [
        (body("county", 2025, "2026-04-20"), 20),
        (body("county", 2025, "2026-03-31"), 0),
        (body("zone", 2021, "2022-03-01"), -30),
        (body("department", 2021, "2022-02-01"), 1),
        (body("central", 2019, "2020-01-30"), -1),
        (body("department", 2018, "2019-03-31"), 0),
        (body("township", 2021, "2022-12-31"), None),
        (body("county", 2021, None), None),
        (body(None, 2021, "2022-12-31"), None),
        (body(None, 2021, "2022-04-01", "望川市人民政府"), 1),
    ],
)
def test_days_late_count_from_the_legal_deadline(identity: Identity, days: int | None) -> None:
    assert days_late(identity) == days
    finding = late_finding(identity)
    assert (finding is not None) == (days is not None and days > 0)
    assert finding is None or (finding.rule, finding.severity, finding.actual) == (
        "report.late",
        "warning",
        days,
    )


@pytest.mark.parametrize(
    ("year", "forms", "count"),
    [
        (2022, ("2021", "2021", "2021"), 0),
        (2022, ("2019", "2019", "2019"), 2),
        (2024, ("2021", "2019", "2019"), 1),
        (2020, ("2019", "2019", "2019"), 0),
        (2019, ("2014", "2014", "2014"), 2),
        (2016, ("2014", "2014", "2014"), 0),
        (2021, (None, None, "2019"), 1),
        (2021, (None, None, None), 0),
        (None, ("2019", "2019", "2019"), 0),
    ],
)
def test_a_form_of_another_year_is_a_finding(
    year: int | None, forms: tuple[str | None, ...], count: int
) -> None:
    sections = dict(zip(("disclosure", "applications", "disputes"), forms, strict=True))
    found = form_findings(Identity(year=year), sections)
    assert [(finding.rule, finding.severity) for finding in found] == [("form.unexpected", "warning")] * count
