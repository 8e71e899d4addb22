"""Divisions: what the table holds, and how names and codes lead to it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from transforms.divisions import CENTRAL, Divisions, is_within, load, normalise_level

PLACES = load()


def path(code: str, year: int | None = None) -> str | None:
    division = PLACES.by_code(code, year)
    return division.path if division else None


def read(text: str, site: str | None = None, year: int | None = 2021, short: bool = False) -> str | None:
    reading = PLACES.at_start(text, site, year, short)
    return reading.division.division_code if reading and reading.division else None


def test_the_table_holds_todays_divisions_and_those_before() -> None:
    today = [row for row in PLACES.rows if row.valid_to is None]
    assert sum(row.level == "province" for row in today) == 34
    assert 330 <= sum(row.level == "prefecture" for row in today) <= 340
    assert 2830 <= sum(row.level == "county" for row in today) <= 2880
    assert len(PLACES.rows) - len(today) > 500
    assert (PLACES.rows[0].division_code, PLACES.rows[0].level) == (CENTRAL, "central")


def test_every_row_has_its_parent_and_every_successor_is_a_row() -> None:
    codes = {row.division_code for row in PLACES.rows}
    for row in PLACES.rows[1:]:
        assert row.parent_code in codes
        assert row.successor_code is None or row.successor_code in codes
        assert row.path.endswith(row.name)


def test_no_code_has_two_names_in_one_year() -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in PLACES.rows:
        spans.setdefault(row.division_code, []).append((row.valid_from or 0, row.valid_to or 9999))
    for held in spans.values():
        assert all(first[1] < second[0] for first, second in pairwise(sorted(held)))


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("131102", 2021, "河北省/衡水市/桃城区"),
        ("320813", 2024, "江苏省/淮安市/洪泽区"),
        ("653024", 2022, "新疆维吾尔自治区/克孜勒苏柯尔克孜自治州/乌恰县"),
        ("310000", 2019, "上海市"),
        ("110105", 2021, "北京市/朝阳区"),
        ("130503", 2018, "河北省/邢台市/桥西区"),
        ("130503", 2020, "河北省/邢台市/信都区"),
        ("659001", None, "新疆维吾尔自治区/石河子市"),
        ("999999", None, None),
    ],
)
def test_a_code_gives_the_division_of_the_year(code: str, year: int | None, expected: str | None) -> None:
    assert path(code, year) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("371200", "370100"),
        ("371202", "370116"),
        ("320829", "320813"),
        ("220381", "220184"),
        ("341400", None),
    ],
)
def test_successors_are_named_where_they_are_sure(old: str, new: str | None) -> None:
    division = PLACES.by_code(old)
    assert division is not None
    assert division.successor_code == new


def test_ancestors_run_up_to_the_centre() -> None:
    assert [division.name for division in PLACES.ancestors("131102")] == ["衡水市", "河北省", "中央"]
    assert [division.name for division in PLACES.ancestors("500101")] == ["重庆市", "中央"]
    assert PLACES.ancestors(CENTRAL) == ()
    with pytest.raises(KeyError):
        PLACES.ancestors("999999")


@pytest.mark.parametrize(
    "text", ["桃城区", "衡水市桃城区", "河北省衡水市桃城区", "河北衡水桃城区", "桃城区人民政府"]
)
def test_a_place_is_read_with_or_without_what_lies_above(text: str) -> None:
    assert read(text) == "131102"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("维西傈僳族自治县卫生健康局", "533423"),
        ("维西县卫生健康局", "533423"),
        ("大理州统计局", "532900"),
        ("乐山市市场监督管理局", "511100"),
        ("襄城县", "411025"),
        ("襄城区", "420602"),
        ("市中区", None),
        ("云屏县区域经济合作局", None),
        ("赣州经济技术开发区", None),
    ],
)
def test_names_are_read_in_full_from_the_start(text: str, code: str | None) -> None:
    assert read(text) == code


def test_a_name_without_its_kind_counts_only_when_asked_for() -> None:
    assert read("赣州经济技术开发区", short=True) == "360700"
    assert read("乐山市场监管局") is None


def test_same_names_are_told_apart_by_their_parents_or_the_site() -> None:
    assert read("桥西区") is None
    assert read("张家口市桥西区") == "130703"
    assert read("桥西区", site="130100") == "130104"
    assert read("桥西区", site="130703") == "130703"
    # A repost: the site lies in another prefecture, and two of the name remain.
    assert read("桥西区", site="131102") is None
    # In 2018 a third one existed, in 邢台市.
    assert read("桥西区", site="130500", year=2018) == "130503"


def test_named_gives_all_divisions_of_a_name() -> None:
    assert len(PLACES.named("鼓楼区")) == 4
    assert [row.division_code for row in PLACES.named("鼓楼区", within="320000")] == ["320106", "320302"]
    assert [row.division_code for row in PLACES.named("衡水市/桃城区")] == ["131102"]
    assert PLACES.named("青杉县") == ()


def test_a_name_is_found_anywhere_in_a_text() -> None:
    found = PLACES.find("中国 衡水市桃城区人民政府门户网站")
    assert found is not None
    assert found.division is not None
    assert found.division.division_code == "131102"
    assert PLACES.find("青杉县人民政府") is None


def test_within_follows_the_digits() -> None:
    assert is_within("131102", "131100")
    assert is_within("131102", "130000")
    assert is_within("131102", CENTRAL)
    assert not is_within("131102", "131103")
    assert not is_within("131100", "131102")


@pytest.mark.parametrize(
    ("word", "level"), [("区县", "county"), ("省级", "province"), ("Prefecture", "prefecture")]
)
def test_levels_have_one_name(word: str, level: str) -> None:
    assert normalise_level(word) == level


def test_an_unknown_level_says_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="use one of central, province"):
        normalise_level("village")


def test_an_empty_table_knows_nothing() -> None:
    nothing = Divisions([])
    assert nothing.by_code("131102") is None
    assert nothing.at_start("桃城区") is None


@pytest.mark.parametrize(
    ("code", "name", "last", "successor"),
    [
        ("110103", "崇文区", 2009, "110101"),
        ("110104", "宣武区", 2009, "110102"),
        ("110228", "密云县", 2014, "110118"),
        ("120107", "塘沽区", 2008, "120116"),
        ("310103", "卢湾区", 2010, "310101"),
        ("310119", "南汇区", 2008, "310115"),
        ("310108", "闸北区", 2014, "310106"),
        ("320502", "沧浪区", 2011, "320508"),
        ("320829", "洪泽县", 2015, "320813"),
        ("330104", "江干区", 2020, "330102"),
        ("330103", "下城区", 2020, "330105"),
        ("341400", "巢湖市", 2010, None),
        ("341402", "居巢区", 2010, "340181"),
        ("371200", "莱芜市", 2018, "370100"),
        ("420600", "襄樊市", 2009, "420600"),
        ("469003", "儋州市", 2014, "460400"),
        ("500222", "綦江县", 2010, "500110"),
        ("522200", "铜仁地区", 2010, "520600"),
        ("522201", "铜仁市", 2010, "520602"),
        ("522400", "毕节地区", 2010, "520500"),
        ("522401", "毕节市", 2010, "520502"),
        ("530800", "思茅市", 2006, "530800"),
        ("542301", "日喀则市", 2013, "540202"),
        ("632100", "海东地区", 2012, "630200"),
    ],
)
def test_what_became_of_a_division(code: str, name: str, last: int, successor: str | None) -> None:
    (row,) = [d for d in PLACES.rows if (d.division_code, d.name) == (code, name)]
    assert (row.valid_to, row.successor_code) == (last, successor)


def test_new_divisions_begin_when_they_were_set_up() -> None:
    begun = {d.name: d.valid_from for d in PLACES.rows if d.division_code in {"460300", "330114", "120116"}}
    assert begun == {"三沙市": 2012, "钱塘区": 2021, "滨海新区": 2009}


def test_whoever_has_no_successor_is_known_by_name() -> None:
    """Divided among several, or statistical areas: since 2008 no other division ends nowhere."""
    lost = {d.name for d in PLACES.rows if d.valid_to and d.valid_to >= 2008 and d.successor_code is None}
    assert lost == {
        "桥东区", "城区", "矿区", "巢湖市", "加格达奇区", "松岭区", "新林区", "呼中区",
        "西沙群岛", "南沙群岛", "中沙群岛的岛礁及其海域",
    }  # fmt: skip
