"""A query's answer in every form, whatever its types."""

from __future__ import annotations

import csv
import io
import json

import duckdb
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from flows import show_table

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
