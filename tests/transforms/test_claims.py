"""Claims: figures the prose states for sure, and how they stand against the cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Paragraph
from transforms.claims import check_claims, find_claims
from transforms.claims.numerals import parse_number
from transforms.claims.rules import CONFIG
from transforms.prose import prose
from transforms.records import Cell, Claim

DIGITS = "零一二三四五六七八九"


def found(*lines: str, year: int | None = 2021, link: bool = False) -> dict[str, float]:
    paragraphs = [Paragraph(text, f"line {n}", link) for n, text in enumerate(lines, 1)]
    return {claim.claim: claim.value for claim in find_claims(prose(paragraphs), year)}


def cells(**values: float | None) -> dict[str, Cell]:
    items = {name.replace("__", "."): value for name, value in values.items()}
    return {
        item: Cell(
            item, *item.split("."), "blank" if value is None else "number", value, f"{value}", "件", "t1"
        )
        for item, value in items.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到依申请公开信息19件,18件按时予以答复,1件正在调查中。", {"received": 19, "concluded": 18}),
        (
            "本年新收申请40件,上年结转2件,办结38件,结转下年度4件。",
            {"received": 40, "carried_in": 2, "concluded": 38, "carried_out": 4},
        ),
        (
            "收到申请106件,连同上年结转的4件,共办结103件,7件结转下年。",
            {"received": 106, "carried_in": 4, "concluded": 103, "carried_out": 7},
        ),
        (
            "受理申请859件;答复805件(其中18件由上年度结转而来,另有72件依法顺延到下年度答复)。",
            {"received": 859, "concluded": 805, "carried_in": 18, "carried_out": 72},
        ),
        ("新收申请29件,答复30件,结转1件。", {"received": 29, "concluded": 30, "carried_out": 1}),
        ("共收到95件政府信息公开申请。", {"received": 95}),
        ("2020年结转申请2件，结转2022年1件。", {"carried_in": 2, "carried_out": 1}),
        ("收到申请12件，予以公开5件，不予公开2件。", {"received": 12, "granted": 5}),
        (
            "行政复议4件,1件结果维持,2件结果纠正;行政诉讼6件,4件结果维持。",
            {"review_total": 4, "litigation_total": 6},
        ),
        ("因信息公开引起的行政复议7件、诉讼9件，均获维持。", {"review_total": 7, "litigation_total": 9}),
        ("因政府信息公开引起的行政复议、行政诉讼各1件。", {"review_total": 1, "litigation_total": 1}),
        ("通过门户网站、政务新媒体等渠道主动公开政府信息371条。", {"disclosed_items": 371}),
        ("截至年末，主动公开信息371条。", {"disclosed_items": 371}),
        ("主动公开政府信息12,345条。", {"disclosed_items": 12345}),
        ("全年主动公开信息1.2万条。", {"disclosed_items": 12000}),
        ("收到申请二十三件。", {"received": 23}),
        ("收到申请 1 234 件。", {"received": 1234}),
        ("发出收费通知0件，收取信息处理费总金额0元。", {"processing_fee": 0}),
        ("收取信息处理费1.5万元。", {"processing_fee": 15000}),
    ],
)
def test_stated_figures_are_claims(text: str, expected: dict[str, float]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年度未收到政府信息公开申请。", {"received": 0}),
        ("在网站公开办事指南316项,未发生依申请公开事项。", {"received": 0}),
        ("未收取信息处理费。", {"processing_fee": 0}),
        ("未发生因政府信息公开引起的行政复议、行政诉讼案件。", {"review_total": 0, "litigation_total": 0}),
        ("无行政复议、行政诉讼情况。", {"review_total": 0, "litigation_total": 0}),
    ],
)
def test_none_is_zero_only_where_a_sentence_says_so(text: str, expected: dict[str, float]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收到的申请全部办结，答复率100%。",
        "2020年收到申请50件。",
        "上年收到申请50件。",
        "办理人大建议15件、政协提案20件，均已答复。",
        "收到信访投诉申请5件，受理许可申请300件。",
        "全年共受理行政复议案件120件，审结110件。",
        "行政诉讼应诉案件30件。",
        "因政府信息公开引起的行政复议和行政诉讼共3件。",
        "没有因信息公开被纠错的行政复议案件。",
        "累计主动公开信息12000条。",
        "截至目前,主动公开政府信息8000余条。",
        "网站公开信息300条，公开信息500条。",
        "收到申请后，答复中部分公开258件、予以公开和部分公开300件。",
        "按时办结申请93件，延期办结2件。",
        "4.无正当理由大量反复申请",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "一、本年新收政府信息公开申请数量 | 90 | 10 | 100件 |",
    ],
)
def test_a_doubtful_figure_is_no_claim(text: str) -> None:
    assert found(text) == {}


def test_figures_of_the_report_year_stand_beside_those_of_others() -> None:
    text = "2020年收到申请50件。2021年收到申请80件，比2020年增加30件，办结79件。"
    assert found(text) == {"received": 80, "concluded": 79}
    assert found("按照《2019年要点》，收到申请3件。") == {"received": 3}


def test_what_is_answered_may_be_told_in_the_sentence_before() -> None:
    assert found("收到申请23件：当面4件。办结22件，1件正在办理。") == {"received": 23, "concluded": 22}
    assert found("办结22件。") == {}


def test_links_are_not_prose_and_wrapped_lines_are_one_sentence() -> None:
    assert found("收到申请19件。", link=True) == {}
    wrapped = ("2021 年，区政府办代表区政府受理政府", "信息公开申请 17 件，均已在法定期限内予以答复。")
    assert found(*wrapped) == {"received": 17}


@given(st.integers(0, 10**7))
def test_printed_integers_are_read_back(number: int) -> None:
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    printed, rest = "", number
    for rank, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, rest = divmod(rest, rank)
        if digit:
            printed += DIGITS[digit] + sign
        elif printed and rest and not printed.endswith("零"):
            printed += "零"
    printed += DIGITS[rest] if rest else ""
    assert parse_number(printed) == number
    assert parse_number(printed + "万") == number * 10_000
    if 10 <= number < 20:
        assert parse_number(printed.removeprefix("一")) == number


@given(st.text(alphabet="零一二十百千万亿1.,", max_size=8))
def test_what_is_no_numeral_is_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize("text", ["", "一一", "十十", "百", "二〇二一", "1,23", "一千千"])
def test_malformed_numerals_are_none(text: str) -> None:
    assert parse_number(text) is None


def checked(claim: Claim, table: dict[str, Cell], scope: str = "unknown") -> tuple[Claim, list[str]]:
    claims, findings = check_claims([claim], table, scope)
    return claims[0], [finding.rule for finding in findings]


def test_a_claim_agrees_with_its_cell() -> None:
    claim, rules = checked(Claim("received", 19, "收到申请19件。"), cells(applications__received__total=19))
    assert (claim.item, claim.agrees, rules) == ("applications.received.total", True, [])


def test_a_contradiction_is_a_finding_that_names_sentence_and_row() -> None:
    table = cells(applications__received__total=32, applications__received__enterprise=5)
    claims, findings = check_claims([Claim("received", 23, "收到申请23件。")], table, "unknown")
    assert claims[0].agrees is False
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("narrative.disagrees", "warning")
    assert (finding.item, finding.actual, finding.expected) == ("applications.received.total", 23, 32)
    assert "收到申请23件。" in finding.message
    assert "enterprise 5" in finding.message


def test_without_a_figure_in_the_cell_nothing_can_be_told() -> None:
    for table in ({}, cells(applications__received__total=None)):
        claim, rules = checked(Claim("received", 19, "收到申请19件。"), table)
        assert (claim.agrees, rules) == (None, [])


def test_suits_are_the_sum_of_both_routes() -> None:
    table = cells(disputes__litigation_direct__total=1, disputes__litigation_after_review__total=3)
    assert checked(Claim("litigation_total", 4, "行政诉讼4件。"), table)[0].agrees is True
    assert checked(Claim("litigation_total", 3, "行政诉讼3件。"), table)[1] == ["narrative.disagrees"]


def test_the_2014_form_has_cells_of_its_own() -> None:
    claim, _ = checked(Claim("received", 23, "收到申请23件。"), cells(stats_requests__received__value=23))
    assert (claim.item, claim.agrees) == ("stats_requests.received.value", True)


def test_accepted_requests_may_count_those_carried_in() -> None:
    table = cells(applications__received__total=17, applications__carried_in__total=2)
    assert checked(Claim("received", 19, "受理申请19件。"), table)[0].agrees is True
    assert checked(Claim("received", 19, "收到申请19件。"), table)[0].agrees is False


@pytest.mark.parametrize(
    ("sentence", "value", "total", "agrees"),
    [
        ("收到申请640余件。", 640, 642, True),
        ("收到申请640余件。", 640, 655, None),
        ("收到申请约100件。", 100, 97, True),
        ("收到申请约100件。", 100, 250, None),
    ],
)
def test_an_approximate_figure_agrees_nearby_and_contradicts_nothing(
    sentence: str, value: float, total: float, agrees: bool | None
) -> None:
    claim, rules = checked(Claim("received", value, sentence), cells(applications__received__total=total))
    assert (claim.agrees, rules) == (agrees, [])


def test_one_bodys_own_figure_does_not_contradict_a_wider_table() -> None:
    claim = Claim("received", 17, "区政府办代表区政府受理申请17件。")
    table = cells(applications__received__total=95)
    assert checked(claim, table)[0].agrees is None
    assert checked(claim, table, "own")[1] == ["narrative.disagrees"]


def test_of_two_figures_the_one_that_agrees_settles_the_other() -> None:
    pair = [Claim("received", 95, "全区收到申请95件。"), Claim("received", 17, "收到申请17件。")]
    claims, findings = check_claims(pair, cells(applications__received__total=95), "unknown")
    assert [claim.agrees for claim in claims] == [True, None]
    assert findings == []


WORDS = [
    "收到",
    "申请",
    "19",
    "件",
    "，",
    "。",
    "未",
    "行政复议",
    "行政诉讼",
    "各",
    "2020年",
    "上年",
    "结转",
    "办结",
    "处理费",
    "元",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_words_are_read_without_error_and_once(words: list[str]) -> None:
    claims = find_claims(prose([Paragraph("".join(words), "line 1")]), 2021)
    assert len({(claim.claim, claim.value) for claim in claims}) == len(claims)


@pytest.mark.parametrize("claim", CONFIG["claims"])
def test_every_pattern_asks_for_a_word_without_which_a_sentence_is_not_searched(claim: str) -> None:
    entry = CONFIG["claims"][claim]
    for pattern in [*entry["patterns"], *entry.get("zero", [])]:
        assert any(word in pattern for word in entry["words"])
