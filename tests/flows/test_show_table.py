"""A query's answer in every form, whatever its types."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from command_line import gongkai
from rich.cells import cell_len
from rich.console import Console

from flows.errors import CallError
from flows.terminal import show_table

ODD = """
    SELECT [1, 2] AS list, {'a': 'x', 'b': [1.5, NULL]} AS struct, 12345678901234.50::DECIMAL(18, 2) AS exact,
        'ab'::BLOB AS bytes, NULL AS nothing, MAP {'k': 'NaN'::DOUBLE} AS map, INTERVAL 1 DAY AS span,
        TIME '01:02:03' AS clock, uuid() IS NULL AS no, 170141183460469231731687303715884105727 AS huge,
        'a'::ENUM('a') AS enum, TIMESTAMP '2026-01-01 00:00:00' AS moment, 'NaN'::DOUBLE AS nan
"""


def shown(query: str, form: str, capsys: pytest.CaptureFixture[str]) -> str:
    answer = duckdb.sql(query).to_arrow_table()
    show_table.write(Console(width=80), answer, form)
    return capsys.readouterr().out


def test_nested_values_decimals_and_bytes_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = csv.DictReader(io.StringIO(shown(ODD, "csv", capsys)))
    assert (row["list"], row["bytes"], row["exact"]) == ("[1, 2]", "6162", "12345678901234.50")
    assert json.loads(row["struct"])["a"] == "x"


def test_a_sum_is_a_number_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT sum(n) AS whole, -1.50 AS exact FROM (VALUES (-2), (-3)) AS t(n)"
    assert shown(query, "csv", capsys).splitlines()[1] == "-5,-1.50"


def test_nested_values_decimals_and_bytes_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = json.loads(shown(ODD, "json", capsys))
    assert (row["list"], row["bytes"], row["exact"]) == ([1, 2], "6162", 12345678901234.5)
    assert (row["map"], row["nan"], row["nothing"]) == ([["k", None]], None, None)


def test_nested_values_decimals_and_bytes_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown("SELECT [1, 2] AS list, 10.50::DECIMAL(9, 2) AS exact, 'ab'::BLOB AS bytes", "table", capsys)
    assert text.splitlines()[-2].split() == ["[1,", "2]", "10.50", "6162"]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    "query", [ODD, f"{ODD} LIMIT 0", "SELECT NULL AS a", "SELECT repeat('x', 5000) AS a"]
)
def test_no_answer_is_too_odd(query: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(query, form, capsys)


def test_a_span_of_time_is_written_as_iso_8601_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT INTERVAL '1 month 2 days 3.5 seconds' AS span UNION ALL SELECT NULL"
    assert json.loads(shown(query, "json", capsys)) == [{"span": "P1M2DT3.5S"}, {"span": None}]


def test_spans_of_time_can_go_to_parquet(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    show_table.write(Console(), duckdb.sql("SELECT INTERVAL 1 DAY AS span").to_arrow_table(), "parquet")
    held = pq.read_table(io.BytesIO(capsysbinary.readouterr().out))
    assert held.to_pylist() == [{"span": "P0M1DT0S"}]


def test_a_sum_of_whole_numbers_keeps_every_digit_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown("SELECT sum(9007199254740993::HUGEINT) AS huge, 0.5::DECIMAL(4, 2) AS half", "json", capsys)
    assert '"huge": 9007199254740993,' in text
    assert '"half": 0.5' in text


def in_window(query: str, width: int) -> list[str]:
    window = Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None)
    show_table.show_answer(window, duckdb.sql(query).to_arrow_table())
    return window.file.getvalue().splitlines()  # type: ignore[attr-defined]


WIDE = (
    "SELECT '桃城区人民政府' AS publisher, 2022 AS year, 'http://www.example.gov.cn/' AS url FROM range({})"
)


def test_a_table_that_fits_stands_with_all_its_columns() -> None:
    assert any("publisher" in line and "url" in line for line in in_window(WIDE.format(6), 80))


def test_few_rows_too_wide_are_turned() -> None:
    lines = in_window(WIDE.format(1), 50)
    assert ["publisher", "桃城区人民政府"] in [line.split() for line in lines]
    assert all(cell_len(line) <= 50 for line in lines)


def test_many_rows_too_wide_show_the_columns_that_fit_and_name_the_others() -> None:
    lines = in_window(WIDE.format(6), 50)
    assert "not shown for want of room: url" in lines[-1]
    assert all(cell_len(line) <= 50 for line in lines)


def test_printed_text_does_not_act_on_the_terminal() -> None:
    hostile = (
        "SELECT chr(27) || ']0;owned' || chr(7) || chr(8238) || '[red]x[/red]' || chr(10) || 'b' AS title"
    )
    assert any("\\x1b]0;owned\\x07\\u202e[red]x[/red]" in line for line in in_window(hostile, 80))


@pytest.mark.parametrize(("name", "head"), [("a.csv", b'"a"\n1'), ("a.json", b"[\n"), ("a.parquet", b"PAR1")])
def test_an_answer_goes_into_a_file_whole(tmp_path: Path, name: str, head: bytes) -> None:
    answer = duckdb.sql("SELECT 1 AS a").to_arrow_table()
    show_table.save(answer, name.partition(".")[2], tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(head)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"none/a\.csv: cannot be written: No such file"):
        show_table.save(duckdb.sql("SELECT 1 AS a").to_arrow_table(), "csv", tmp_path / "none" / "a.csv")


def test_a_text_that_looks_like_a_formula_stays_text_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    written = shown("SELECT '=1+1' AS a, '-3' AS b, '@x' AS c", "csv", capsys)
    assert list(csv.reader(io.StringIO(written))) == [["a", "b", "c"], ["'=1+1", "-3", "'@x"]]
    assert json.loads(shown("SELECT '=1+1' AS a", "json", capsys)) == [{"a": "=1+1"}]


def test_an_error_that_names_a_hostile_thing_is_text() -> None:
    done = gongkai("compare", "\x1b[31mrate\u202e", "--lake", "/nowhere")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    done = gongkai("\x1b[31m")
    assert "\\x1b[31m" in done.stderr
    assert "\x1b" not in done.stderr
