"""The build: whole or not at all, the same for the same lake, never in the way of readers."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest
from lake_builder import FETCHED, RUN, Lake, copied, rows

from transforms.parquet import write_rows
from transforms.schema import dictionary
from warehouse.build import NAME, build
from warehouse.errors import BuildError, LakeError

READER = """
    import sys, duckdb
    connection = duckdb.connect(sys.argv[1], read_only=True)
    for _ in sys.stdin:
        print(connection.execute("SELECT count(*) FROM reports").fetchall()[0][0], flush=True)
"""


class Reader:
    """Another process that holds the warehouse open."""

    def __init__(self, path: Path) -> None:
        code = textwrap.dedent(READER)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def reports(self) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


def test_readers_never_block_a_build_nor_see_half_of_it(lake: Lake) -> None:
    lake.report("131102", 2021)
    before = Reader(lake.built() / NAME)
    try:
        assert before.reports() == 1
        lake.report("131102", 2022)
        build(lake.write())
        assert before.reports() == 1, "an open reader keeps what it opened"
        after = Reader(lake.root / NAME)
        assert after.reports() == 2, "a new reader sees the new one, whole"
        after.close()
    finally:
        before.close()


def test_the_old_warehouse_is_there_until_the_new_one_is_whole(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.report("131102", 2021)
    path = lake.built() / NAME
    seen: list[int] = []

    def spy(_connection: duckdb.DuckDBPyConnection) -> None:
        reader = Reader(path)
        seen.append(reader.reports())
        reader.close()

    monkeypatch.setattr("warehouse.build.apply_comments", spy)
    lake.report("131102", 2022)
    build(lake.write())
    assert seen == [1]


def test_two_builds_of_one_lake_have_the_same_content(small: Path, tmp_path: Path) -> None:
    def content(lake: Path) -> dict[str, list[tuple[object, ...]]]:
        with duckdb.connect(str(lake / NAME), read_only=True) as connection:
            names = {name for name in dictionary() if not name.startswith("stored.")} - {"builds"}
            # Views have an order only where a query asks for one.
            return {name: sorted(connection.execute(f'FROM "{name}"').fetchall(), key=repr) for name in names}

    first = content(small)
    again = copied(small, tmp_path / "lake")
    build(again)
    assert content(again) == first
    assert first["indicator_values"]


def test_every_table_of_the_contract_is_there_even_for_an_empty_lake(tmp_path: Path) -> None:
    result = build(tmp_path)
    assert set(result.rows) == {
        name for name, table in dictionary().items() if table.kind in ("parquet", "table")
    }
    assert result.rows["reports"] == 0
    assert result.rows["indicators"] > 15
    assert rows(tmp_path, "FROM applications") == []


def test_runs_come_from_their_json_files(lake: Lake) -> None:
    lake.run(RUN, pages=12, failures=0, more={"not": "a column"})
    (run,) = rows(lake.built(), "FROM runs")
    assert (run["run_id"], run["started_at"], run["pages"], run["version"]) == (RUN, FETCHED, 12, None)


def test_today_is_the_newest_fetch_and_not_the_clock(lake: Lake) -> None:
    lake.site("a", "131102", "桃城区人民政府")
    lake.capture("a", "131102", fetched_at="2022-02-15T00:00:00Z")
    root = lake.built()
    assert str(rows(root, "FROM warehouse_info")[0]["as_of"]) == "2022-02-15"
    assert [row["year"] for row in rows(root, "FROM coverage ORDER BY year")] == [2019, 2020, 2021]


def test_reports_and_their_divisions_share_no_name_but_the_code(lake: Lake) -> None:
    """The lake's own `prefecture`, a folder of it, made names of `divisions` ambiguous in such a query."""
    lake.report("131102", 2021)
    query = "SELECT DISTINCT name, prefecture FROM reports JOIN divisions USING (division_code)"
    assert rows(lake.built(), query) == [{"name": "桃城区", "prefecture": "衡水市"}]


# What must fail, with the old warehouse left as it was.


def assert_refused(lake: Lake, message: str) -> None:
    path = lake.root / NAME
    before = path.read_bytes()
    with pytest.raises(BuildError, match=message) as error:
        build(lake.root)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == before
    assert not path.with_name(f"{NAME}.next").exists()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = Lake(tmp_path_factory.mktemp("good") / "lake")
    lake.report("131102", 2021)
    lake.run()
    return lake.built()


@pytest.fixture
def built(good: Path, tmp_path: Path) -> Lake:
    """A lake of its own for every test that spoils one."""
    return Lake(copied(good, tmp_path / "lake"))


def test_a_truncated_parquet_file_is_named(built: Lake) -> None:
    file = built.root / "parquet/cells/prefecture=1311/data.parquet"
    file.write_bytes(file.read_bytes()[:500])
    assert_refused(built, r"cells/prefecture=1311/data\.parquet: cannot be read as Parquet")


def test_damage_inside_a_parquet_file_is_found(built: Lake) -> None:
    file = built.root / "parquet/cells/prefecture=1311/data.parquet"
    content = bytearray(file.read_bytes())
    content[4:400] = bytes(396)
    file.write_bytes(bytes(content))
    assert_refused(built, "parquet/cells")


def test_a_parquet_file_of_another_schema_is_named(built: Lake) -> None:
    file = built.root / "parquet/cells/prefecture=1311/data.parquet"
    (built.root / "parquet/claims/prefecture=1311").mkdir(parents=True)
    (built.root / "parquet/claims/prefecture=1311/data.parquet").write_bytes(file.read_bytes())
    assert_refused(built, r"claims/prefecture=1311/data\.parquet: column claim of table claims is missing")


def test_a_report_in_two_files_of_one_prefecture_is_refused(built: Lake) -> None:
    file = built.root / "parquet/reports/prefecture=1311/data.parquet"
    file.with_name("more.parquet").write_bytes(file.read_bytes())
    assert_refused(built, "two rows of table reports have report_id 131102-桃城区人民政府-2021")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "a run is a JSON object, not list"),
        ("{}", "run_id is None, not string"),
        ('{"run_id": "x", "pages": "many"}', "pages is 'many', not integer"),
    ],
)
def test_a_bad_run_file_is_named(built: Lake, text: str, message: str) -> None:
    (built.root / "runs" / "x.json").write_text(text)
    assert_refused(built, rf"runs/x\.json: {message}")


VISITED = {
    "site_id": "taocheng", "division_code": "131102", "publisher": "桃城区人民政府",
    "visit": {"pages": 9, "reports": 4, "failures": {"waf": 3, "timeout": 1}, "error": "waf: …"},
    "read": {"reports": 5, "new": 1, "changed": 0, "vanished": 1, "cells": 400, "figures": 390, "errors": 2,
             "warnings": 7},
    "found_before": 5, "failed": True, "outcome": "waf: …", "remedy": "Ask.",
}  # fmt: skip


def test_each_site_of_a_run_is_a_row(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.report("131102", 2021)
    earlier = {"site_id": "lixian", "division_code": "621223", "publisher": "礼县人民政府", "visit": None}
    lake.run(site_results=[VISITED, earlier])
    lake.built()
    first, second = rows(tmp_path, "FROM site_runs ORDER BY site_id")
    assert [name for name, value in first.items() if value is not None] == [
        "run_id", "site_id", "division_code", "publisher",
    ]  # fmt: skip
    counts = ("pages", "reports_found", "reports_found_before", "reports", "reports_new", "reports_vanished")
    assert [second[name] for name in counts] == [9, 4, 5, 5, 1, 1]
    told = ("cells", "figures", "errors", "warnings", "failed", "outcomes", "outcome", "remedy")
    assert [second[name] for name in told] == [400, 390, 2, 7, True, "1 × timeout, 3 × waf", "waf: …", "Ask."]


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ("many", "site_results is no list of objects"),
        ([{**VISITED, "site_id": None}], "site_id is None, not string"),
        ([{**VISITED, "read": {"cells": "all"}}], "cells is 'all', not integer"),
    ],
)
def test_a_bad_site_in_a_run_file_is_named(built: Lake, results: object, message: str) -> None:
    built.run("x", site_results=results)
    assert_refused(built, rf"runs/x\.json: {message}")


def test_nothing_takes_the_place_of_a_warehouse_with_reports(built: Lake) -> None:
    shutil.rmtree(built.root / "parquet")
    assert_refused(built, "holds no report, the warehouse 1: it stays as it is; `gongkai replay")


def test_cells_without_their_reports_are_refused(built: Lake) -> None:
    shutil.rmtree(built.root / "parquet" / "reports")
    assert_refused(built, r"cells/prefecture=1311/data\.parquet: report .*: no row of table reports has it")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("extras", {"section": "applications", "label": "其中：网络", "column": "总计", "state": "number",
                    "value": 3.0, "raw": "3", "unit": None, "locator": "table 2 row 3"}),
        ("claims", {"claim": "received", "value": 3.0, "sentence": "收到申请3件。", "item": None,
                    "agrees": None}),
        ("findings", {"rule": "report.late", "severity": "warning", "item": None, "actual": None,
                      "expected": None, "cause": "source", "message": "late", "other_report_id": None,
                      "locator": None}),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_rows_of_no_report_are_refused(built: Lake, name: str, row: dict[str, object]) -> None:
    path = built.root / "parquet" / name / "prefecture=1311" / "data.parquet"
    write_rows(path, name, [{"report_id": "131102-2099-x", **row}])
    assert_refused(
        built, rf"{name}/prefecture=1311/data\.parquet: report_id is '131102-2099-x': no row of table reports"
    )


def test_a_second_builder_is_refused_and_told_who_builds(built: Lake) -> None:
    with (built.root / f"{NAME}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711\n")
        lock.flush()
        assert_refused(built, r"another build is running \(process 4711\)")


def test_what_a_crashed_builder_left_is_taken_over(built: Lake) -> None:
    (built.root / f"{NAME}.lock").write_text("999999\n")
    (built.root / f"{NAME}.next").write_bytes(b"half")
    (built.root / f"{NAME}.next.wal").write_bytes(b"half")
    build(built.root)
    assert not list(built.root.glob(f"{NAME}.next*"))
    assert rows(built.root, "SELECT count(*) AS n FROM reports") == [{"n": 1}]


def test_a_disk_that_cannot_be_written_is_a_clear_error(built: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.build.os.fsync", full)
    assert_refused(built, "the warehouse could not be written: .*No space left on device")


def test_hidden_and_temporary_files_are_no_part_of_a_lake(built: Lake) -> None:
    folder = built.root / "parquet/cells/prefecture=1311"
    (folder / ".data.parquet.1.tmp").write_bytes(b"half")
    (folder / ".x.parquet").write_bytes(b"half")
    build(built.root)


def test_no_lake_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match=r"no lake at .*/nowhere: `gongkai run --lake .*/nowhere` makes one"):
        build(tmp_path / "nowhere")


def test_the_lock_is_free_after_a_failure(built: Lake) -> None:
    (built.root / "runs" / "x.json").write_text("{")
    for _ in range(2):
        assert_refused(built, "cannot be read as JSON")
    (built.root / "runs" / "x.json").unlink()
    assert build(built.root).rows["reports"] == 1
    assert (built.root / f"{NAME}.lock").read_text() == "", "nobody holds it"
