"""The year of the report that its first sentences name."""

from __future__ import annotations

import pytest

from transforms.identity.preamble import announced_years


@pytest.mark.parametrize(
    "text",
    [
        "现公布《衡水市2021年政府信息公开工作年度报告》。",
        "特向社会公布2021年度桃城区司法局政府信息公开工作年度报告。",
        "河西街道现面向社会公开2021年度政府信息公开年度报告。",
        "现将我局2021年政府信息公开情况报告如下。",
        "桃城区水利局2021年政府信息公开工作年度报告(以下简称年报),根据条例编制。",
        "办公室编制了2021年桃城区人民政府信息公开工作年度报告。",
    ],
)
def test_a_report_names_its_year_in_its_first_sentences(text: str) -> None:
    assert set(announced_years([text])) == {2021}


@pytest.mark.parametrize(
    "texts",
    [
        ["按照《关于编制2021年政府信息公开工作年度报告的通知》要求编制。"],
        ["根据关于编制2021年政府信息公开工作年度报告的通知，制定本报告。"],
        ["一、总体情况", "及时编制了2020年政府信息公开工作年度报告。"],
        ["二、主动公开", "现将2020年政府信息公开工作情况报告如下。"],
        ["现将有关情况报告如下。"],
    ],
)
def test_notices_and_the_reports_of_former_years_are_not_meant(texts: list[str]) -> None:
    assert list(announced_years(texts)) == []
