"""The small pieces of the flows: which sites, which names, which paths, which words."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from command_line import gongkai
from rich.console import Console

from extractors.crawl.crawl import SiteResult
from extractors.records import Capture, Site
from flows import known_sites, lake, launch, plan, steps
from flows.errors import CallError, WorkError
from flows.job import Job
from flows.lake import Lake
from flows.runs import baseline, report
from flows.runs.extracted import Extracted
from flows.runs.yields import SiteYield
from flows.terminal.show import mark
from flows.terminal.show_run import show_run
from transforms.parquet import write_rows
from transforms.records import Cell


def job(*only: str) -> Job:
    return Job(lake="lake", run_id="20260101T000000Z", kind="run", only=only)


def site(site_id: str, code: str = "131102", url: str = "http://www.example.gov.cn/") -> Site:
    return Site(site_id, code, "某区人民政府", url, 1.0)


def capture(site_id: str) -> Capture:
    return Capture(
        "http://www.example.gov.cn/", site_id, "2026-01-01T00:00:00Z", 404, "not_found", None, None, None,
        None, None, "x", "page",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("only", "wanted"),
    [((), True), (("13",), True), (("1311",), True), (("131102",), True), (("14", "1301"), False)],
)
def test_only_takes_prefixes_of_division_codes(only: tuple[str, ...], wanted: bool) -> None:
    assert job(*only).wants("131102") is wanted
    assert job(*only).touches("1311") is wanted


def test_a_prefecture_is_touched_by_a_county_within_it() -> None:
    assert job("131102").touches("1311")
    assert not job("131102").touches("1310")


def test_prefectures_have_the_names_that_people_know() -> None:
    codes = ["131102", "131100", "310000", "120114", "000000"]
    assert plan.prefectures(codes) == {"0000": "中央", "1201": "天津市", "1311": "衡水市", "3100": "上海市"}


def test_run_ids_of_one_second_differ(tmp_path: Path) -> None:
    held = lake.create(str(tmp_path / "lake"))
    first = held.new_run_id()
    (held.runs / f"{first}.json").write_text("{}")
    assert held.new_run_id() > first


def test_an_empty_folder_is_no_lake(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="no lake at"):
        lake.existing(str(tmp_path))


def test_a_site_that_left_the_sites_file_stays_in_the_lake(tmp_path: Path) -> None:
    held = Lake(tmp_path)
    known_sites.remember(held, "1311", [site("b"), site("a")])
    moved = site("b", url="https://www.example.gov.cn/")
    known_sites.remember(held, "1311", [moved])
    assert known_sites.sites_of(held, "1311") == [site("a"), moved]


def test_a_site_whose_division_was_corrected_is_in_one_prefecture(tmp_path: Path) -> None:
    held = Lake(tmp_path)
    known_sites.remember(held, "1301", [site("a", "130102"), site("b", "130102")])
    write_rows(held.captures("1301", "x"), "captures", [asdict(capture("a")), asdict(capture("b"))])
    known_sites.remember(held, "1311", [site("a")])
    assert known_sites.sites_of(held, "1311") == [site("a")]
    assert known_sites.sites_of(held, "1301") == [site("b", "130102")]
    again = known_sites.remember(held, "1301")
    assert again == [site("a"), site("b", "130102")], "its archive there is read with the corrected row"
    assert known_sites.sites_of(held, "1301") == [site("b", "130102")]


def test_lost_tables_do_not_bring_a_moved_site_back(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    for run, code in (("1", "130102"), ("2", "131102")):
        results = [asdict(site("a", code))]
        (tmp_path / "runs" / f"{run}.json").write_text(json.dumps({"site_results": results}))
    assert known_sites.sites_of(Lake(tmp_path), "1301") == []
    assert known_sites.sites_of(Lake(tmp_path), "1311") == [site("a")]


def test_a_run_is_on_record_with_the_columns_of_its_table(tmp_path: Path) -> None:
    made = report.RunReport(job(), {"a": site("a"), "b": site("b")})
    made.visited([SiteResult("a", 5, 2), SiteResult("b", 1, 0, {"waf": 1}, "waf: blocked")])
    made.extracted["1311"] = Extracted("1311", 2, 2, 0, {"error": 1}, {"a": SiteYield(2, 2)})
    made.failures["extract 3100 上海市"] = "ValueError: odd"
    (tmp_path / "runs").mkdir()
    made.save(Lake(tmp_path))
    saved = json.loads((tmp_path / "runs" / "20260101T000000Z.json").read_text(encoding="utf-8"))
    counts = [saved[name] for name in ("sites", "pages", "reports_new", "reports_changed", "failures")]
    assert counts == [2, 6, 2, 0, 2]
    assert [(one["site_id"], one["reports"], one["visit"]["error"]) for one in saved["site_results"]] == [
        ("a", 2, None),
        ("b", 0, "waf: blocked"),
    ]
    assert known_sites.sites_of(Lake(tmp_path), "1311") == [site("a"), site("b")]


def test_fewer_reports_than_last_time_fail_the_site(tmp_path: Path) -> None:
    held = lake.create(str(tmp_path / "lake"))
    first = report.RunReport(job(), {"a": site("a"), "b": site("b")}, published=True)
    first.visited([SiteResult("a", 29, 20), SiteResult("b", 9, 5)])
    first.save(held)
    before = baseline.last_published(held, {"a", "b", "new"}, set())
    assert before.found == {"a": 20, "b": 5}
    second = report.RunReport(job(), {"a": site("a"), "b": site("b")}, before=before)
    second.visited([SiteResult("a", 9, 1, note="left a list"), SiteResult("b", 9, 5)])
    assert second.failed_sites == second.remarkable_sites == ["a"]
    assert [second.outcome("a"), second.outcome("b")] == ["1 report found, 20 last time; left a list", "ok"]
    saved = second.as_json()
    assert saved["failures"] == 1
    assert [saved["site_results"][0][name] for name in ("found_before", "outcome")] == [
        20,
        second.outcome("a"),
    ]


def test_runs_that_visit_nothing_or_were_withheld_are_no_last_time(tmp_path: Path) -> None:
    held = lake.create(str(tmp_path / "lake"))
    nights = [
        ("20260101T000000Z", [SiteResult("a", 9, 3)], True),
        ("20260102T000000Z", [SiteResult("a", 9, 0)], False),
        ("20260103T000000Z", [], True),
    ]
    for run_id, visits, published in nights:
        made = report.RunReport(replace(job(), run_id=run_id), {"a": site("a")}, published=published)
        made.visited(visits)
        made.save(held)
    assert baseline.last_published(held, {"a"}, set()).found == {"a": 3}


def test_a_large_run_shows_the_sites_of_which_there_is_something_to_say() -> None:
    names = [f"s{number}" for number in range(41)]
    made = report.RunReport(job(), {name: site(name) for name in names})
    made.published, made.held = True, {"reports": 0, "findings": 0}
    made.visited([SiteResult(name, 9, 3) for name in names[2:]])
    made.visited([SiteResult("s0", 1, 0, error="waf: blocked"), SiteResult("s1", 9, 3, note="1 × not_found")])
    out = Console(file=io.StringIO(), width=130)
    show_run(out, made)
    lines = out.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert [line.split()[0] for line in lines if line.split()[:1] and line.split()[0] in names] == [
        "s0",
        "s1",
    ]


def test_failed_steps_are_complained_of_and_failed_sites_are_not() -> None:
    made = report.RunReport(job(), {"a": site("a")}, published=True)
    made.visited([SiteResult("a", 1, 0, error="waf: blocked")])
    launch.complain(made)
    made.failures["extract 1311 衡水市"] = "ValueError: odd"
    with pytest.raises(WorkError, match="extract 1311 衡水市"):
        launch.complain(made)


def test_tables_whose_archive_is_lost_are_kept(tmp_path: Path) -> None:
    held = Lake(tmp_path)
    known_sites.remember(held, "1311", [site("a")])
    assert held.prefectures() == ["1311"]
    with pytest.raises(WorkError, match="the archive of 1311 is gone"):
        steps.extract(replace(job(), lake=str(tmp_path)), "1311")
    assert not held.table("reports", "1311").exists()


def test_documents_left_out_stand_in_the_line() -> None:
    line = report.extract_line(Extracted("1311", 1, 1, 0, left_out={"an empty form": 2}))
    assert line == "1 report, 1 new, 0 changed; nothing found wrong; left out 2 × an empty form"


def test_lines_count_in_english() -> None:
    assert report.crawl_line([SiteResult("a", 1, 0, {}, "gone")]) == "1 site, 1 request, 0 reports; a: gone"
    assert (
        report.extract_line(Extracted("1311", 1, 1, 0, {"error": 2}))
        == "1 report, 1 new, 0 changed; 2 errors"
    )


@pytest.mark.parametrize(
    ("state", "value", "raw", "suggested", "shown"),
    [
        ("number", 12.0, "12", None, "12"),
        ("number", 0.5, "0.5", None, "0.5"),
        ("number", 12.0, "12", 13.0, "12→13"),
        ("blank", None, "", None, "·"),
        ("placeholder", None, "/", None, "/"),
        ("unreadable", None, "增3减1", None, "增3减1!"),
        ("missing", None, None, None, "?"),
    ],
)
def test_a_cell_shows_its_state(
    state: str, value: float | None, raw: str | None, suggested: float | None, shown: str
) -> None:
    cell = Cell("a.b.c", "a", "b", "c", state, value, raw, None, None, suggested=suggested)  # type: ignore[arg-type]
    assert mark(cell) == shown


def test_light_commands_start_without_prefect_or_pandas(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("没有表格", encoding="utf-8")
    done = gongkai("extract", "a.txt", cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"click", "transforms.extract"} <= imported
    assert not {"prefect", "pandas", "duckdb", "pyarrow", "aiohttp"} & imported
