"""One spelling for labels that differ only in their printing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.fold import fold
from transforms.forms import items


@pytest.mark.parametrize(
    "printed",
    [
        "（三）不予公开",
        "(三)不予公开",
        "(三）不予公开",
        "三、不予公开",
        "3.不予公开",
        "3、不予公开",
        "③不予公开",
        "（3）不予公开",
        "不 予 公 开",
        "不予⏎公开".replace("⏎", "\n"),
        "不予　公开",
        "不予公開",
        "不予公开：",
        "（三）不予公开①",
        "不予公开[1]",
        "不予公开（注2）",
        "- 不予公开",
        "、不予公开",
        "\u200b（三）不予公开\u200d",
        "\ufeff3.不予公开",
    ],
)
def test_numbering_spaces_brackets_and_script_do_not_count(printed: str) -> None:
    assert fold(printed) == "不予公开"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第二十条第（一）项", "第二十条 第(一)项"),
        ("第二十条第（一）项", "第二十条第（一项）"),
        ("3.危及“三安全一稳定”", '3、危及"三安全一稳定"'),
        ("3.危及“三安全一稳定”", "③危及三安全一稳定"),
        ("本年增/减", "本年增／减"),
        ("信息内容", "資訊內容"),
        ("屬於國家秘密".replace("於", "于"), "属于国家秘密"),
    ],
)
def test_variants_seen_on_real_reports_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("予以公开", "不予公开"),
        ("行政处罚", "行政强制"),
        ("第二十条第（一）项", "第二十条第（五）项"),
        ("其他", "其他处理"),
        ("三安全一稳定", "安全稳定"),
    ],
)
def test_different_labels_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_labels_of_one_table_never_fold_alike() -> None:
    for form in ("2021", "2019"):
        for section in ("disclosure", "applications"):
            labels = {
                item.row: item.row_label_zh
                for item in items()
                if (item.form, item.section) == (form, section)
            }
            folded = [tuple(map(fold, label.split("/"))) for label in labels.values()]
            assert len(set(folded)) == len(folded)


@given(st.text(max_size=20))
def test_no_text_keeps_spaces_or_brackets(text: str) -> None:
    assert not set(fold(text)) & set(" \t\n　（）()“”、。：")


@given(st.sampled_from(sorted({item.row_label_zh.split("/")[-1] for item in items()})), st.data())
def test_spaces_and_breaks_anywhere_do_not_count(label: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(label)))
    gap = data.draw(st.sampled_from([" ", "  ", "\n", "　", "\xa0", "\t"]))
    if label[:place].rstrip("0123456789.、（）一二三四五六七八九十") or place == len(label):
        assert fold(label[:place] + gap + label[place:]) == fold(label)


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\u200f", "\u2060", "\ufeff"])
def test_a_character_that_nobody_sees_is_no_part_of_a_label(sign: str) -> None:
    assert fold(f"行{sign}政许可{sign}") == "行政许可"


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("规章（设区的市、自治州人民政府应提供相关数据）", "规章"),
        (
            "规范性文件(决定、公告、通知，以及标题用“规定”“办法”等字样的公文，一般情况下属于规范性文件)",
            "规范性文件",
        ),
        ("本年增/减 (指2020年增加或减少的事项数，减用负值表示，如-8)", "本年增减"),
        ("处理决定数量 （指2020年处理决定的数量）", "处理决定数量"),
    ],
)
def test_how_a_cell_is_to_be_filled_in_is_no_part_of_its_label(printed: str, label: str) -> None:
    assert fold(printed) == label


@pytest.mark.parametrize(
    "printed", ["行政处罚（罚没收入）", "规章（废止）", "部分公开（区分处理的，只计这一情形）"]
)
def test_what_else_stands_in_brackets_is(printed: str) -> None:
    assert len(fold(printed)) > len(printed.partition("（")[0])
