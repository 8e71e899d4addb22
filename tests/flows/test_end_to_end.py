"""The whole house on the demo sites: run, run again, replay, ask, trace."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from command_line import ROOT, DemoLake, gongkai, snapshot

from extractors.crawl.archive import read_body
from extractors.records import Site
from flows import known_sites, steps
from flows.commands.demo import show_answers
from flows.job import Job
from flows.lake import Lake
from flows.terminal.show import console

pytestmark = pytest.mark.e2e

LOGS = ("captures", "runs", "site_runs")


def rows(lake: DemoLake, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(lake.path / "gongkai.duckdb"), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def test_a_first_run_publishes_the_warehouse_although_some_sites_fail(demo_lake: DemoLake) -> None:
    assert demo_lake.first.process.returncode == 0, demo_lake.first.process.stderr
    assert "Traceback" not in demo_lake.first.process.stderr
    assert rows(demo_lake, "SELECT count(*) > 30 FROM reports WHERE form_applications IS NOT NULL") == [
        (True,)
    ]


def test_bad_rows_are_named_with_their_line_and_the_others_run(demo_lake: DemoLake) -> None:
    lines = [line for line in demo_lake.first.process.stderr.splitlines() if "the row is left out" in line]
    last = len(demo_lake.sites_file.read_text(encoding="utf-8").splitlines())
    assert [f"line {last - 1}: " in lines[0], f"line {last}: " in lines[1]] == [True, True]
    assert "999999" in lines[1]


def test_only_our_own_lines_are_printed(demo_lake: DemoLake) -> None:
    lines = demo_lake.first.process.stderr.splitlines()
    ours = ("gongkai: ", "starting ", "crawl: ", "extract: ")
    assert [line for line in lines if not line.startswith(ours)] == []


def test_a_second_run_asks_only_whether_pages_have_changed(demo_lake: DemoLake) -> None:
    had = {(seen.site_id, seen.method, seen.path) for seen in demo_lake.first.requests if seen.status == 200}
    unconditional = [
        (seen.site_id, seen.path)
        for seen in demo_lake.second.requests
        if seen.method == "GET"
        and (seen.site_id, seen.method, seen.path) in had
        and not {"If-None-Match", "If-Modified-Since"} & seen.headers.keys()
    ]
    assert demo_lake.second.process.returncode == 0, demo_lake.second.process.stderr
    assert len(demo_lake.second.requests) > 100
    assert unconditional == []


def test_a_second_run_changes_no_parquet_file_but_the_log(demo_lake: DemoLake) -> None:
    first, second = demo_lake.first.parquet, demo_lake.second.parquet
    assert {name for name, digest in first.items() if second.get(name) != digest} == set()
    assert {name.partition("/")[0] for name in second.keys() - first.keys()} == {"captures"}


def test_a_replay_with_the_sites_down_gives_the_same_bytes(demo_lake: DemoLake) -> None:
    assert demo_lake.replay.process.returncode == 0, demo_lake.replay.process.stderr
    assert demo_lake.replay.parquet == demo_lake.second.parquet


def test_every_run_is_on_record(demo_lake: DemoLake) -> None:
    assert rows(demo_lake, "SELECT kind, finished_at >= started_at FROM runs ORDER BY run_id") == [
        ("run", True),
        ("run", True),
        ("replay", True),
    ]
    report = json.loads(sorted((demo_lake.path / "runs").glob("*.json"))[0].read_text(encoding="utf-8"))
    assert report["published"] is True
    assert len(report["refused_rows"]) == 2
    assert {site["site_id"] for site in report["site_results"]} == {
        site for (site,) in rows(demo_lake, "SELECT site_id FROM captures GROUP BY ALL")
    }


def test_the_users_prefect_home_is_left_alone(demo_lake: DemoLake) -> None:
    assert [path.name for path in demo_lake.home.rglob("*")] == []


def test_every_archived_body_has_the_hash_that_the_log_states(demo_lake: DemoLake) -> None:
    places = rows(
        demo_lake,
        "SELECT DISTINCT warc_file, warc_offset, sha256 FROM captures WHERE warc_file IS NOT NULL",
    )
    assert len(places) > 100
    for warc_file, offset, sha256 in places:
        body = read_body(demo_lake.path, str(warc_file), int(str(offset)))
        assert hashlib.sha256(body).hexdigest() == sha256


def test_trace_leads_from_a_cell_to_the_archived_bytes(demo_lake: DemoLake) -> None:
    cells = rows(
        demo_lake,
        "SELECT report_id, item, locator, url, sha256, retrieved_at "
        "FROM cells JOIN reports USING (report_id) WHERE state = 'number' AND value > 0 "
        "USING SAMPLE 3 ROWS (reservoir, 1)",
    )
    for report_id, item, locator, *rest in cells:
        done = gongkai("trace", str(report_id), str(item), "--lake", demo_lake.path)
        assert done.returncode == 0, done.stderr
        for expected in (locator, *rest):
            assert str(expected) in done.stdout
        assert ".warc.gz" in done.stdout
        assert "verified" in done.stdout


def test_trace_of_an_unknown_report_names_close_ones(demo_lake: DemoLake) -> None:
    [(report_id,)] = rows(demo_lake, "SELECT report_id FROM reports ORDER BY 1 LIMIT 1")
    done = gongkai("trace", f"{report_id}x", "--lake", demo_lake.path)
    assert done.returncode == 2
    assert str(report_id) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_sql_speaks_table_csv_json_and_parquet(demo_lake: DemoLake, tmp_path: Path) -> None:
    query = "SELECT place, year FROM reports ORDER BY report_id LIMIT 3"
    expected = [tuple(map(str, row)) for row in rows(demo_lake, query)]
    as_csv = gongkai("sql", query, "--format", "csv", "--lake", demo_lake.path)
    assert [tuple(row) for row in csv.reader(io.StringIO(as_csv.stdout))][1:] == expected
    as_json = gongkai("sql", query, "--format", "json", "--lake", demo_lake.path)
    assert [(row["place"], str(row["year"])) for row in json.loads(as_json.stdout)] == expected
    as_table = gongkai("sql", query, "--lake", demo_lake.path)
    assert all(place in as_table.stdout for place, _ in expected)


@pytest.mark.parametrize(
    "query", ["SELECT nothing FROM reports", "SELEC", "DELETE FROM reports", "COPY reports TO 'x.csv'"]
)
def test_bad_or_writing_sql_is_one_clear_line(demo_lake: DemoLake, query: str, tmp_path: Path) -> None:
    done = gongkai("sql", query, "--lake", demo_lake.path, cwd=ROOT)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("gongkai: ")
    assert not (ROOT / "x.csv").exists()


def test_a_lost_log_and_lost_tables_come_back_from_the_archive(demo_lake: DemoLake, tmp_path: Path) -> None:
    """All that extraction needs is `raw` and the run reports; without Prefect here, the tasks are thin."""
    lake = Lake(tmp_path / "lake")
    shutil.copytree(demo_lake.path / "raw", lake.raw)
    shutil.copytree(demo_lake.path / "runs", lake.runs)
    steps.write_divisions(lake)
    for prefecture in lake.prefectures():
        steps.extract(Job(lake=str(lake.root), run_id="20260101T000000Z", kind="replay"), prefecture)
    assert snapshot(lake.parquet) == demo_lake.replay.parquet


def test_an_open_reader_neither_blocks_a_build_nor_sees_half_of_one(
    demo_lake: DemoLake, tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    shutil.copytree(demo_lake.path, lake)
    count = "SELECT count(*) FROM cells"
    reader_code = (
        "import sys, duckdb\n"
        "warehouse = duckdb.connect(sys.argv[1], read_only=True)\n"
        f"ask = lambda: print(warehouse.execute('{count}').fetchone()[0], flush=True)\n"
        "ask()\n"
        "sys.stdin.readline()\n"
        "ask()\n"
    )
    warehouse = lake / "gongkai.duckdb"
    before = warehouse.stat().st_ino
    with subprocess.Popen(
        [sys.executable, "-c", reader_code, str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout
        first = reader.stdout.readline()
        built = gongkai("build", "--lake", lake)
        second = reader.communicate("\n", timeout=30)[0]
    assert built.returncode == 0, built.stderr
    assert warehouse.stat().st_ino != before
    assert int(first) == int(second) == rows(demo_lake, count)[0][0]
    assert [path.name for path in lake.glob("gongkai.duckdb.*") if path.suffix != ".lock"] == []


def test_compare_ranks_the_regions_asked_for(demo_lake: DemoLake) -> None:
    done = gongkai("compare", "disclosure_rate", "--year", "2023", "--within", "13", "--lake", demo_lake.path)
    assert done.returncode == 0, done.stderr
    assert "衡水市" in done.stdout
    assert "珠海市" not in done.stdout


def test_the_demo_ends_with_findings_a_comparison_and_three_questions(
    demo_lake: DemoLake, capsys: pytest.CaptureFixture[str]
) -> None:
    show_answers(console(), Lake(demo_lake.path))
    shown = capsys.readouterr().out
    assert "disputes.total" in shown
    [(total,)] = rows(demo_lake, "SELECT count(*) FROM findings")
    assert f"{total})" in shown.splitlines()[0]
    assert [
        rule for (rule,) in rows(demo_lake, "SELECT DISTINCT rule FROM findings") if rule not in shown
    ] == []
    assert "Disclosure rate, 2023 (disclosure_rate)" in shown
    queries = re.findall(r'gongkai sql --lake \S+ "([^"]+)"', shown)
    assert len(queries) == 3
    assert all(rows(demo_lake, query) for query in queries)


def test_a_run_refuses_the_demos_lake(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    lake.runs.mkdir(parents=True)
    (lake.runs / "20260101T000000Z.json").write_text('{"kind": "demo"}', encoding="utf-8")
    sites = tmp_path / "sites.csv"
    header = "site_id,division_code,publisher,url,delay,note"
    sites.write_text(f"{header}\na,131102,某区人民政府,http://127.0.0.1:9/,0,\n", encoding="utf-8")
    done = gongkai("run", "--sites", sites, "--lake", lake.root)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "invented figures" in line


def test_a_replay_without_the_archive_of_a_prefecture_keeps_its_tables_and_exits_1(
    demo_lake: DemoLake, tmp_path: Path
) -> None:
    lake = Lake(tmp_path / "lake")
    for prefecture in ("1311", "4309"):
        shutil.copytree(demo_lake.path / "raw" / prefecture, lake.raw / prefecture)
        for table in demo_lake.path.glob(f"parquet/*/prefecture={prefecture}"):
            shutil.copytree(table, lake.parquet / table.relative_to(demo_lake.path / "parquet"))
    shutil.copytree(demo_lake.path / "runs", lake.runs)
    shutil.rmtree(lake.raw / "1311")
    before = snapshot(lake.parquet)
    done = gongkai("replay", "--lake", lake.root)
    assert done.returncode == 1
    assert "1311 衡水市" in done.stderr.splitlines()[-1]
    assert "the archive of 1311 is gone" in done.stdout
    after = snapshot(lake.parquet)
    assert {name: after[name] for name in before} == before
    assert lake.warehouse.exists()


def test_demo_refuses_a_lake_with_real_sites(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    known_sites.remember(
        lake, "1311", [Site("real", "131102", "某区人民政府", "http://www.example.gov.cn/", 1.0)]
    )
    (lake.raw / "1311").mkdir(parents=True)
    (lake.raw / "1311" / "20260101T000000Z.warc.gz").write_bytes(b"")
    done = gongkai("demo", "--lake", lake.root)
    assert done.returncode == 2
    assert "holds real sites" in done.stderr
