"""The open-data package: valid, whole or not at all, the same bytes each time, and nothing in it acts."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest
import yaml
from lake_builder import Lake, rows

from transforms.schema import dictionary
from warehouse import wide
from warehouse.errors import ExportError, LakeError, PlaceError
from warehouse.export import package, workbook
from warehouse.export.package import export
from warehouse.generations import NAME
from warehouse.query import connect

HOSTILE = "=cmd|' /C calc'!A0\x1b\u202e"


@pytest.fixture(scope="module")
def exported(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(small, tmp_path_factory.mktemp("package") / "out", bom=True).folder


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_it_is_a_valid_data_package_whose_tables_fit_their_schemas(exported: Path) -> None:
    report = frictionless.validate(str(exported / "datapackage.json"))
    assert [(task.name, error.message) for task in report.tasks for error in task.errors] == []
    assert report.valid


def test_every_table_is_there_as_parquet_and_csv_with_every_row(exported: Path, small: Path) -> None:
    for name in (name for name, table in dictionary().items() if table.kind != "stored"):
        [row] = rows(small, f'SELECT count(*) AS n FROM "{name}"')  # noqa: S608
        assert pq.read_metadata(exported / f"parquet/{name}.parquet").num_rows == row["n"], name
        with (exported / f"csv/{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
            assert len(list(csv.reader(lines))) == row["n"] + 1, name  # type: ignore[operator]


@pytest.mark.parametrize("view", ["applications", "disclosure", "disputes"])
def test_a_wide_table_is_the_wide_view(exported: Path, small: Path, view: str) -> None:
    query = 'FROM "{}" EXCEPT ALL FROM read_parquet(?)'
    path = str(exported / f"parquet/{view}.parquet")
    with duckdb.connect(str(small / NAME), read_only=True) as warehouse:
        assert warehouse.sql(query.format(view), params=[path]).fetchall() == []
        [(columns,)] = warehouse.sql(
            "SELECT list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE table_name = ?",
            params=[view],
        ).fetchall()
    assert pq.read_schema(path).names == columns


def test_checksums_cover_every_file_but_themselves(exported: Path) -> None:
    lines = (exported / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = digests(exported)
    del found["SHA256SUMS"]
    assert listed == found


def test_the_package_bears_the_day_of_its_data(exported: Path) -> None:
    described = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
    citation = yaml.safe_load((exported / "CITATION.cff").read_text(encoding="utf-8"))
    assert (described["name"], described["version"]) == ("gongkai-2026-11-20", "2026-11-20")
    assert (str(citation["date-released"]), citation["license"]) == ("2026-11-20", "CC-BY-4.0")
    assert "2026-11-20" in (exported / "README.md").read_text(encoding="utf-8").splitlines()[0]


def test_the_dictionary_has_every_column_with_both_meanings(exported: Path, small: Path) -> None:
    with (exported / "dictionary.csv").open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines))
    columns = rows(
        small, "SELECT count(*) AS n FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main'"
    )
    assert len(found) == columns[0]["n"]
    assert [row for row in found if not (row["meaning_en"] and row["meaning_zh"])] == []
    [value] = [row for row in found if (row["table"], row["column"]) == ("applications", "received_total")]
    assert value["unit"] == "件"


def test_a_parquet_file_says_what_its_columns_mean(exported: Path) -> None:
    field = pq.read_schema(exported / "parquet/cells.parquet").field("state")
    assert b"placeholder" in (field.metadata or {})[b"comment"]


def test_any_tool_reads_the_parquet_files(exported: Path) -> None:
    query = "SELECT count(*) FROM read_parquet(?) JOIN read_parquet(?) USING (report_id)"
    tables = [str(exported / f"parquet/{name}.parquet") for name in ("cells", "reports")]
    assert duckdb.execute(query, tables).fetchall()[0][0] == 600


def test_the_same_warehouse_gives_the_same_bytes(exported: Path, small: Path, tmp_path: Path) -> None:
    assert digests(export(small, tmp_path / "again", bom=True).folder) == digests(exported)


def test_only_the_kinds_asked_for_are_written(small: Path, tmp_path: Path) -> None:
    folder = export(small, tmp_path / "out", formats=["csv"], licence="CC0-1.0").folder
    assert sorted(path.name for path in folder.iterdir()) == [
        "CITATION.cff", "LICENSE.md", "README.md", "SHA256SUMS", "csv", "datapackage.json", "dictionary.csv",
    ]  # fmt: skip
    assert not (folder / "csv/reports.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Zero" in (folder / "LICENSE.md").read_text(encoding="utf-8")


def test_printed_text_acts_nowhere(lake: Lake, tmp_path: Path) -> None:
    lake.capture("site", "131102")
    lake.report("131102", 2022, title=HOSTILE, place="-1+2", scope_sentence="第一行\n第二行", link_text="-3")
    lake.report("131102", 2023, title="长" * 40_000)
    folder = export(lake.built(), tmp_path / "out").folder
    with (folder / "csv/reports.csv").open(encoding="utf-8", newline="") as lines:
        row = next(csv.DictReader(lines))
    assert (row["title"], row["place"], row["link_text"]) == (f"'{HOSTILE}", "'-1+2", "-3")
    assert row["scope_sentence"] == "第一行\n第二行"
    assert pq.read_table(folder / "parquet/reports.parquet").to_pylist()[0]["title"] == HOSTILE
    sheet = openpyxl.load_workbook(folder / "gongkai.xlsx")["reports"]
    cells = {sheet.cell(1, column).value: sheet.cell(2, column) for column in range(1, sheet.max_column + 1)}
    assert (cells["title"].value, cells["title"].data_type) == ("=cmd|' /C calc'!A0\\x1b\\u202e", "s")
    assert cells["place"].data_type == "s"
    assert (cells["year"].value, cells["published_on"].is_date) == (2022, True)
    long = str(sheet.cell(3, cells["title"].column).value)
    assert (len(long), long[-1]) == (32_767, "…")


def test_a_table_too_long_for_a_sheet_is_named(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    done = export(small, tmp_path / "out", formats=["xlsx"])
    assert "reports" in done.left_out
    assert (
        "reports"
        in (done.folder / "README.md").read_text(encoding="utf-8").partition("not in the workbook: ")[2]
    )
    assert "reports" not in openpyxl.load_workbook(done.folder / "gongkai.xlsx").sheetnames


def test_an_empty_folder_is_taken_and_another_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export(small, tmp_path / "empty", formats=["csv"])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("mine")
    for force in (False, True):
        with pytest.raises(PlaceError, match="is not empty and holds no earlier package"):
            export(small, tmp_path / "mine", force=force)
    with pytest.raises(PlaceError, match=r"thesis\.docx is no folder"):
        export(small, tmp_path / "mine" / "thesis.docx")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.docx"]


def test_an_earlier_package_is_replaced_only_by_force(small: Path, tmp_path: Path) -> None:
    folder = export(small, tmp_path / "out", formats=["csv"]).folder
    with pytest.raises(PlaceError, match="replace it with --force"):
        export(small, folder)
    export(small, folder, formats=["xlsx"], force=True)
    assert (folder / "gongkai.xlsx").exists()
    assert not (folder / "csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_leaves_the_earlier_package(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = export(small, tmp_path / "out", formats=["csv"]).folder
    before = digests(folder)

    def full(*_: object) -> list[str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(package, "write_workbook", full)
    with pytest.raises(ExportError, match=r"could not be written: .*No space left"):
        export(small, folder, force=True)
    assert digests(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_lake_that_fetched_nothing_has_nothing_to_export(lake: Lake, tmp_path: Path) -> None:
    lake.report("131102", 2022)
    with pytest.raises(LakeError, match="nothing to export"):
        export(lake.built(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("view", ["indicator_values", "panel", "panel_today"])
def test_a_view_read_in_parts_has_the_rows_and_order_of_one_read_whole(
    small: Path, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(small) as connection:
        at_once = wide.rows_of(connection, view).read_all()
        monkeypatch.setattr(wide, "_ROWS", 7)
        parts = wide.rows_of(connection, view).read_all()
    assert at_once.num_rows > 7
    assert parts.to_pylist() == at_once.to_pylist()
