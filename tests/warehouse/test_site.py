"""The site as files: what it holds, what is written anew, and that nothing printed by others acts in it."""

from __future__ import annotations

import hashlib
import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
import yaml
from lake_builder import Lake

from transforms.claims.rules import CONFIG
from transforms.forms import items
from warehouse.build import build
from warehouse.errors import BuildError, LakeError, PlaceError
from warehouse.lock import exclusive
from warehouse.query import connect
from warehouse.site.build import build_site
from warehouse.site.search import initials
from warehouse.site.words import LANGUAGES, labels, words

EXAMPLES = Path(__file__).parents[2] / "warehouse" / "site" / "examples.yml"
HOSTILE = "</script><script>alert(1)</script>\"'&\u202e公\u2028开"


def part(root: Path, name: str) -> dict[str, Any]:
    """A part as a page gets it."""
    text = (root / "data" / f"{name}.js").read_text(encoding="utf-8")
    assert text.startswith(f'gongkai.put("{name}",')
    body: dict[str, Any] = json.loads(text.removeprefix(f'gongkai.put("{name}",').removesuffix(");\n"))
    return body


@pytest.fixture(scope="module")
def site(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(small, tmp_path_factory.mktemp("site") / "site").root


def test_a_region_has_its_figures_bodies_and_divisions(site: Path) -> None:
    region = part(site, "region/131102")
    values = region["values"]
    place = part(site, "core/all")["indicators"]["indicator"].index("disclosure_rate")
    assert values["year"] == [2021, 2022]
    assert [row[place] for row in values["value"]] == [0.7, 0.7]
    assert [row[place] for row in values["denominator"]] == [50, 50]
    assert region["above"]["name"] == ["河北省", "衡水市"]
    assert region["bodies"]["publisher"] == ["桃城区人民政府"]
    assert part(site, "region/131100")["below"]["code"] == ["131102", "131103", "131121"]


def test_ranks_have_ties_and_their_level(small: Path, site: Path) -> None:
    rows = part(site, "ranking/received-2021")["rows"]
    assert rows["code"] == ["131102", "131103"]
    assert (rows["rank"], rows["ties"], rows["own_rank"]) == ([1, 1], [2, 2], [1, 1])


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county over three years: the form of 2019, that of 2021, and one with a blank cell."""
    folder = tmp_path_factory.mktemp("printed")
    lake = Lake(folder / "lake")
    concluded = {"applications.concluded.total": 100, "applications.granted.total": 60}
    closed = {"applications.closed_no_correction.total": 30, "applications.closed_other.total": 10}
    forms = ("2019", "2019", "2019")
    lake.report("131102", 2020, concluded | {"applications.closed_all.total": 40}, forms=forms)
    lake.report("131102", 2021, concluded | closed, scope="consolidated")
    blank = concluded | {
        "applications.granted.total": "blank",
        "applications.closed_no_payment.total": "blank",
    }
    doubted = lake.report("131102", 2022, blank | {"applications.closed_other.total": 10}, scope="own")
    for cause in ("source", "extraction"):
        lake.add(
            "findings", "1311", report_id=doubted, rule="applications.concluded", severity="error",
            cause=cause, item="applications.concluded.total", message="100 is printed, 10 is the sum",
        )  # fmt: skip
    lake.run()
    return build_site(lake.built(), folder / "site").root


def chosen(table: dict[str, Any], **wanted: object) -> list[dict[str, Any]]:
    """The rows of a part's table that have these values."""
    rows = [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


@pytest.mark.parametrize("year", [2020, 2021])
def test_how_requests_ended_adds_up_to_the_whole_in_every_form(printed: Path, year: int) -> None:
    rows = chosen(part(printed, "region/131102")["mix"], chart="outcomes", year=year)
    assert {row["block"]: row["value"] for row in rows} == {
        "granted": 60, "granted_in_part": 0, "refused": 0, "unavailable": 0, "rejected": 0, "closed": 40
    }  # fmt: skip
    assert {row["whole"] for row in rows} == {100}


def test_a_blank_is_told_apart_from_a_zero_and_leaves_the_rest_of_its_block(printed: Path) -> None:
    region = part(printed, "region/131102")
    rows = {row["block"]: row for row in chosen(region["mix"], chart="outcomes", year=2022)}
    told = {block: (row["value"], row["told"], row["cells"]) for block, row in rows.items()}
    assert told["granted"] == (None, 0, 1)
    assert told["closed"] == (10, 2, 3)
    assert told["refused"] == (0, 8, 8)
    assert chosen(region["reasons"], year=2022, outcome="closed_no_payment")[0]["value"] is None


def test_a_report_with_a_rule_under_two_causes_is_one_report(printed: Path) -> None:
    counts = part(printed, "quality/all")["counts"]
    for severity in ("error", None):
        [row] = chosen(counts, rule="applications.concluded", severity=severity, year=2022)
        assert (row["reports"], row["findings"]) == (1, 2)


def test_a_province_without_a_report_of_its_own_has_none(site: Path) -> None:
    [row] = chosen(part(site, "map/received")["values"], code="130000", year=2021)
    assert (row["own"], row["own_reports"], row["county_reports"]) == (None, 0, 2)


def test_rankings_and_the_map_tell_the_scope_of_a_figure(printed: Path) -> None:
    assert part(printed, "ranking/received-2021")["rows"]["scope"] == ["consolidated"]
    values = part(printed, "map/received")["values"]
    told = {
        row["year"]: (row["county_n"], row["county_consolidated"]) for row in chosen(values, code="130000")
    }
    assert told == {2020: (1, 0), 2021: (1, 1), 2022: (1, 0)}


def test_central_bodies_have_a_tile_of_their_own_on_the_map(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    lake.report("130000", 2021, {"applications.received.total": 900})
    for publisher, received in (("国家林草局", 30), ("国家粮储局", 50)):
        lake.report(
            "130000", 2021, {"applications.received.total": received},
            publisher=publisher, publisher_level="central", division_code="000000", place="中央",
        )  # fmt: skip
    build(lake.write())
    tiles = part(build_site(lake.root, tmp_path / "site").root, "map/received")["values"]
    assert tiles["code"] == ["000000", "130000"]
    assert (tiles["central_median"][0], tiles["central_n"][0], tiles["central_reports"][0]) == (40, 2, 2)
    assert (tiles["own"], tiles["central_reports"][1]) == ([None, 900], 0)


def test_medians_tell_where_the_definition_changes(tmp_path: Path) -> None:
    """A prefecture prints the new form a year before the counties do: each level breaks in its own year."""
    lake = Lake(tmp_path / "lake")
    numbers = {"applications.concluded.total": 100, "applications.granted.total": 60}
    old = ("2019", "2019", "2019")
    for year in (2019, 2020, 2021):
        lake.report("131102", year, numbers, forms=old)
        lake.report("131100", year, numbers, **({"forms": old} if year == 2019 else {}))
    lake.report("131103", 2021, numbers)
    lake.run()
    root = build_site(lake.built(), tmp_path / "site").root
    medians = part(root, "medians/13")["rows"]
    series = {
        level: chosen(medians, indicator="licensing_decisions", level=level)[0]["series"]
        for level in ("prefecture", "county")
    }
    assert [a != b for a, b in pairwise(series["prefecture"])] == [True, False]
    assert [a != b for a, b in pairwise(series["county"])] == [False, True]
    values = chosen(part(root, "map/licensing_decisions")["values"], code="130000")
    assert [row["prefecture_series"] for row in values] == series["prefecture"]
    assert [row["county_series"] for row in values] == series["county"]
    ranking = part(root, "ranking/licensing_decisions-2021")["rows"]
    older = {row["code"]: row["older"] for row in chosen(ranking, level="county")}
    assert older == {"131102": True, "131103": None}


def test_a_report_has_its_cells_in_the_order_of_the_form(site: Path) -> None:
    report = part(site, "report/131102/2021")
    forms = part(site, "core/forms")["items"]
    order = [
        item
        for item, form, table in zip(forms["item"], forms["form"], forms["table"], strict=True)
        if (form, table) == ("2021", "applications")
    ]
    [place] = [n for n, table in enumerate(report["cells"]["table"]) if table == "applications"]
    numbers = dict(zip(order, report["cells"]["value"][place], strict=True))
    assert numbers["applications.received.total"] == 60
    assert numbers["applications.received.natural_person"] == 45
    assert report["about"]["warc_offset"] == [7]


def test_the_same_warehouse_gives_the_same_bytes_and_nothing_is_written_twice(
    small: Path, site: Path, tmp_path: Path
) -> None:
    again = build_site(small, site)
    assert (again.written, again.removed) == (0, 0)
    other = build_site(small, tmp_path / "other").root
    files = [path.relative_to(site) for path in sorted(site.rglob("*")) if path.is_file()]
    assert len(files) > 50
    assert [name for name in files if (site / name).read_bytes() != (other / name).read_bytes()] == []


def test_only_what_a_night_changed_is_written(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for code in ("131102", "131103", "310101"):
        lake.report(code, 2021, {"applications.received.total": 10})
    lake.run()
    root = build_site(lake.built(), tmp_path / "site").root
    before = {path: path.stat().st_ino for path in root.glob("data/*/**/*.js")}
    lake.report("310101", 2022, {"applications.received.total": 10})
    build(lake.write())
    build_site(lake.root, root)
    changed = {
        path.relative_to(root / "data").as_posix()
        for path in root.glob("data/*/**/*.js")
        if before.get(path) != path.stat().st_ino
    }
    assert {"region/310101.js", "report/310101/2022.js", "year/2022.js"} <= changed
    index = (root / "index.html").read_text(encoding="utf-8")
    assert "新增 1 份，修订 0 份" in index
    assert 'href="report.html#at=310101/2022&amp;id=310101-' in index
    assert (
        not {"region/131102.js", "report/131102/2021.js", "report/310101/2021.js", "year/2021.js"} & changed
    )


def test_what_is_no_more_and_what_was_lost_is_made_good(small: Path, tmp_path: Path) -> None:
    root = build_site(small, tmp_path / "site").root
    lost = root / "data" / "region" / "131102.js"
    lost.unlink()
    manifest = json.loads((root / "site.json").read_text(encoding="utf-8"))
    manifest["parts"]["region/999999"] = "x"
    (root / "site.json").write_text(json.dumps(manifest), encoding="utf-8")
    (root / "data" / "region" / "999999.js").write_text("old", encoding="utf-8")
    again = build_site(small, root)
    assert lost.is_file()
    assert not (root / "data" / "region" / "999999.js").exists()
    assert (again.written, again.removed) == (1, 1)


def test_what_a_publisher_prints_ends_no_script_and_a_blank_is_no_zero(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    blank = {"applications.received.total": "blank"}
    lake.report("131102", 2021, blank, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    lake.run()
    root = build_site(lake.built(), tmp_path / "site").root
    report = part(root, "report/131102/2021")
    assert report["about"]["title"] == [HOSTILE]
    # And what is no number is null, with its state.
    assert (report["remarks"]["item"], report["remarks"]["state"]) == (
        ["applications.received.total"],
        ["blank"],
    )
    assert report["cells"]["value"][1][6] is None
    for path in root.rglob("*.js"):
        if path.parent.name != "assets":
            text = path.read_text(encoding="utf-8")
            assert "<" not in text
            assert "\u2028" not in text


def test_a_folder_of_something_else_is_left_alone(small: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PlaceError, match="holds no site"):
        build_site(small, tmp_path)
    with pytest.raises(PlaceError, match="is no folder"):
        build_site(small, tmp_path / "letter.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(LakeError, match="no warehouse yet"):
        build_site(tmp_path / "empty", tmp_path / "site")


def test_one_at_a_time(small: Path, site: Path) -> None:
    with exclusive(site / ".lock", "4711"), pytest.raises(BuildError, match="process 4711"):
        build_site(small, site)


def test_pages_allow_no_script_but_their_own_files(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "script-src &#39;self&#39;;" in text
        assert "default-src &#39;none&#39;" in text
        assert "<script>" not in text
        assert "style=" not in text
        assert "http://" not in text
        assert "https://" not in text


def test_what_is_vendored_is_what_its_hashes_say(site: Path) -> None:
    sums = (site / "assets" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(sums) == 2
    for digest, name in (line.split() for line in sums):
        assert hashlib.sha256((site / "assets" / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("桃城区", "tcq"), ("重庆市", "cqs"), ("六安市", "las"), ("乐清市", "yqs"), ("乐亭县", "ltx"),
        ("长安区", "caq"), ("长垣市", "cys"), ("单县", "sx"), ("蔚县", "yx"), ("东阿县", "dex"),
        ("铅山县", "ysx"), ("厦门市", "xms"), ("上海市黄浦区人民政府办公室", "shshpqrmzfbgs"), ("A区", "aq"),
    ],
)  # fmt: skip
def test_initials_are_those_that_people_type(name: str, typed: str) -> None:
    assert initials(name) == typed


def test_every_text_is_there_in_both_languages() -> None:
    chinese, english = (words(language) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    assert all(chinese.values())
    assert all(english.values())


def test_every_label_of_the_forms_is_said_in_english() -> None:
    paths = {label for item in items() for label in (item.row_label_zh, item.column_label_zh)}
    steps = {step for path in paths if path not in labels() for step in path.split("/")}
    assert steps <= labels().keys()
    assert labels().keys() <= steps | paths
    assert labels().keys().isdisjoint(words("en"))


def test_every_claim_has_its_name() -> None:
    assert {f"claim_{claim}" for claim in CONFIG["claims"]} <= words("zh").keys()


def in_folder(site: Path, query: str) -> str:
    return query.replace("'download/", f"'{site}/download/")


def loaded(site: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB with the script of the cells read, as in the folder of the site."""
    connection = duckdb.connect()
    connection.execute(in_folder(site, (site / "download/cells.sql").read_text(encoding="utf-8")))
    return connection


def test_the_examples_run_in_the_folder_of_the_site(site: Path) -> None:
    examples = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    with loaded(site) as connection:
        for example in examples:
            assert connection.sql(in_folder(site, example["sql"])).columns, example["en"]
    assert len(examples) == 6


def test_files_to_take_away_hold_what_the_warehouse_holds(small: Path, site: Path) -> None:
    with connect(small) as warehouse, loaded(site) as files:
        for name in ("reports", "panel", "coverage", "findings"):
            held = duckdb.read_parquet(f"{site}/download/{name}.parquet")
            assert len(held) == len(warehouse.table(name)), name
        cells = [one.sql("FROM cells ORDER BY report_id, item") for one in (warehouse, files)]
        assert cells[1].columns == cells[0].columns
        assert cells[1].fetchall() == cells[0].fetchall()


def test_an_item_to_take_away_is_a_column(small: Path, site: Path) -> None:
    query = "SELECT report_id, {} FROM {} ORDER BY report_id"
    with connect(small) as warehouse:
        view = warehouse.sql(query.format("received_total", "applications")).fetchall()
    files = duckdb.sql(
        query.format("applications_received_total", f"'{site}/download/cells/*.parquet'").replace(
            " ORDER", " WHERE applications_layout IS NOT NULL ORDER"
        )
    )
    assert files.fetchall() == view


def test_cells_that_were_read_and_not_published_are_no_file_to_take_away(small: Path, tmp_path: Path) -> None:
    lake = shutil.copytree(small, tmp_path / "lake")
    for path in (lake / "parquet" / "cells").glob("*/data.parquet"):
        read = pyarrow.parquet.read_table(path)
        pyarrow.parquet.write_table(read.slice(0, 0), path)
    build_site(lake, tmp_path / "site")
    with connect(lake) as warehouse, loaded(tmp_path / "site") as files:
        assert len(files.table("cells")) == len(warehouse.table("cells")) > 0
