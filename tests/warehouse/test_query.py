"""Asking the warehouse: read-only, closed to the outside, wrong questions answered in one line."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from lake_builder import RUN, Lake

from warehouse import query, questions
from warehouse.build import NAME
from warehouse.errors import DamagedError, LakeError, QueryError

REPORT = "131102-桃城区人民政府-2021"


def test_sql_answers_with_types(small: Path) -> None:
    answer = query.run_sql(small, "SELECT place, year FROM reports ORDER BY ALL LIMIT 1")
    assert answer.table.column_names == ["place", "year"]
    assert answer.rows() == [{"place": "冀州区", "year": 2021}]


def test_the_last_of_several_statements_answers(small: Path) -> None:
    assert query.run_sql(small, "SELECT 1; SELECT 2 AS two;").rows() == [{"two": 2}]


def test_columns_of_one_name_are_told_apart(small: Path) -> None:
    assert query.run_sql(small, "SELECT 1 AS a, 2 AS a, 3 AS a_2").rows() == [{"a": 1, "a_2": 2, "a_2_2": 3}]


def test_no_rows_still_have_columns(small: Path) -> None:
    answer = query.run_sql(small, "SELECT place FROM reports WHERE false")
    assert (answer.table.column_names, answer.rows()) == (["place"], [])


@pytest.mark.parametrize(
    "harmless",
    [
        "DESCRIBE reports",
        "SHOW TABLES",
        "SUMMARIZE reports",
        "EXPLAIN FROM reports",
        "PRAGMA table_info('reports')",
        "-- what it has\n/* of columns */ PRAGMA table_info('reports')",
        "PIVOT coverage ON status USING count(*) GROUP BY year",
        "WITH a AS (SELECT 1) FROM a",
        "SELECT table_name, comment FROM duckdb_tables()",
    ],
)
def test_whatever_reads_is_allowed(small: Path, harmless: str) -> None:
    assert query.run_sql(small, harmless).table.column_names


@pytest.mark.parametrize(
    "hostile",
    [
        "DELETE FROM reports",
        "UPDATE reports SET year = 1",
        "INSERT INTO runs VALUES (1)",
        "DROP TABLE reports",
        "CREATE TABLE x (a INT)",
        "CREATE TEMP TABLE x AS SELECT 1",
        "ALTER TABLE reports ADD COLUMN x INT",
        "SELECT 1; DROP TABLE reports",
        "WITH a AS (SELECT 1) INSERT INTO runs FROM a",
        "BEGIN TRANSACTION",
        "CHECKPOINT",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "ATTACH '{other}' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH gongkai",
        "USE other",
        "COPY reports TO '{file}'",
        "COPY (SELECT 1) TO '/dev/stdout'",
        "EXPORT DATABASE '{file}'",
        "IMPORT DATABASE '{file}'",
        "FROM read_text('{secret}')",
        "FROM read_csv('{secret}')",
        "FROM '{secret}'",
        "FROM read_parquet('{parquet}')",
        "FROM glob('{secret}')",
        "FROM sniff_csv('{secret}')",
        "EXPLAIN ANALYZE COPY reports TO '{file}'",
        "CALL pragma_version(); FROM read_blob('{secret}')",
        "CREATE SECRET s (TYPE s3)",
        "VACUUM",
        "FORCE CHECKPOINT",
        "UPDATE EXTENSIONS",
        "SET VARIABLE x = 1",
        "PREPARE q AS SELECT 1",
        "COMMENT ON TABLE reports IS 'x'",
        "PRAGMA enable_verification",
        "/* said before it */ PRAGMA enable_verification",
        "PRAGMA profile_output = '{file}'",
        "PRAGMA import_database('{file}')",
        "PRAGMA memory_limit = '100GB'",
        "CALL enable_logging(storage='file', storage_path='{file}')",
        "FROM enable_logging(storage='file', storage_path='{file}')",
        "FROM query('DROP TABLE reports')",
        "FROM query_table('{secret}')",
        "FROM parquet_metadata('{parquet}')",
        "FROM read_duckdb('{other}')",
        "SELECT getenv('HOME')",
        "FROM duckdb_secrets()",
        "FROM sqlite_scan('{other}', 't')",
        "FROM 'https://example.test/x.csv'",
        "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''{secret}'')'))",
        "PIVOT (FROM read_csv('{secret}')) ON a USING count(*)",
    ],
)
def test_whatever_writes_or_reaches_outside_is_refused(small: Path, tmp_path: Path, hostile: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    before = sorted(small.iterdir()), (small / NAME).read_bytes()
    places = {
        "secret": secret,
        "file": tmp_path / "written",
        "other": tmp_path / "other.duckdb",
        "parquet": small / "parquet/divisions/data.parquet",
    }
    with pytest.raises(QueryError) as error:
        query.run_sql(small, hostile.format(**places))
    assert "\n" not in str(error.value)
    assert (sorted(small.iterdir()), (small / NAME).read_bytes()) == before
    assert list(tmp_path.iterdir()) == [secret]


def test_a_query_without_end_is_stopped(small: Path) -> None:
    endless = "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT sum(n) FROM r"
    with pytest.raises(QueryError, match=r"stopped after 0\.2 s: ask for less"):
        query.run_sql(small, endless, seconds=0.2)


def test_an_answer_without_measure_is_cut_off(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "_MOST_BYTES", 1_000_000)
    with pytest.raises(QueryError, match="the answer is larger than"):
        query.run_sql(small, "FROM range(1_000_000_000)")


def test_what_does_not_fit_into_memory_goes_to_no_disk(small: Path) -> None:
    with pytest.raises(QueryError, match=r"memory|Memory"):
        query.run_sql(small, "SELECT list(a.range) FROM range(100_000_000) a, range(100) b")
    assert not list(small.glob("*.tmp"))


def test_python_variables_are_not_tables(small: Path) -> None:
    local = query.run_sql(small, "SELECT 1").table
    with pytest.raises(QueryError, match="Table with name local does not exist"):
        query.run_sql(small, "FROM local")
    assert local.num_rows == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("", "the query is empty"),
        ("  -- nothing\n", "the query is empty"),
        ("FROM report", 'Table with name report does not exist! Did you mean "reports"'),
        ("SELECT yeer FROM reports", 'Candidate bindings: "year"'),
        ("SELECT CAST(place AS INT) FROM reports", "Could not convert string"),
        ("SELECT ?", "parameter"),
    ],
)
def test_a_wrong_query_is_one_clear_line(small: Path, wrong: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        query.run_sql(small, wrong)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


# Lakes that are none


def test_an_unknown_lake_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match=r"no lake at .*/nowhere: `gongkai run --lake .*/nowhere` makes one"):
        query.run_sql(tmp_path / "nowhere", "SELECT 1")


def test_a_lake_without_a_warehouse_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match=r"has no warehouse yet: `gongkai build --lake .*` makes it"):
        query.run_sql(tmp_path, "SELECT 1")
    assert list(tmp_path.iterdir()) == [], "asking makes no file"


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(
        DamagedError, match=r"gongkai\.duckdb cannot be opened .*`gongkai build --lake"
    ) as error:
        query.run_sql(tmp_path, "SELECT 1")
    assert "\n" not in str(error.value)


def test_somebody_elses_database_is_named(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / NAME)) as connection:
        connection.execute("CREATE TABLE t (a INT)")
    with pytest.raises(LakeError, match="is no warehouse of Gongkai"):
        query.run_sql(tmp_path, "SELECT 1")


def test_a_warehouse_of_another_version_is_named(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / NAME)) as connection:
        connection.execute("CREATE TABLE warehouse_info AS SELECT 999 AS schema_version")
    with pytest.raises(LakeError, match="was built by another version: `gongkai build"):
        query.run_sql(tmp_path, "SELECT 1")


# The questions that commands ask


def test_compare_takes_the_newest_year_with_values(small: Path) -> None:
    rows = questions.compare(small, "disclosure_rate").rows()
    assert [(row["year"], row["rank"], row["place"]) for row in rows] == [(2022, 1, "桃城区")]


def test_compare_within_and_top_rank_among_those_left(small: Path) -> None:
    rows = questions.compare(small, "disclosure_rate", 2021, "county", within="131103").rows()
    assert [(row["rank"], row["place"]) for row in rows] == [(1, "冀州区")]
    assert len(questions.compare(small, "disclosure_rate", 2021, within="130000").rows()) == 2
    assert len(questions.compare(small, "disclosure_rate", 2021, top=1).rows()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("disclosure_rat",),
            "no indicator 'disclosure_rat' (did you mean disclosure_rate?); table indicators lists them all",
        ),
        (("disclosure_rate", 1999), "no region has a value of disclosure_rate in 1999"),
        (
            ("disclosure_rate", 2021, "village"),
            "no level 'village': it is one of province, prefecture, county",
        ),
        (("disclosure_rate", 2021, None, "44"), "no region has a value of disclosure_rate in 2021 within 44"),
    ],
)
def test_compare_says_what_is_wrong(small: Path, arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(QueryError) as error:
        questions.compare(small, *arguments)  # type: ignore[arg-type]
    assert message in str(error.value)


def test_trend_and_peers(small: Path) -> None:
    trend = query.run_sql(small, "FROM trend('received', '131102')").rows()
    # The years without a report have their rows, too.
    assert [row["year"] for row in trend if row["value"] is not None] == [2021, 2022]
    assert {2020, 2023} < {row["year"] for row in trend}
    assert len(query.run_sql(small, "FROM peers('131102', 2021, 'received')").rows()) == 2


def test_trace_leads_from_a_number_to_the_archived_bytes(small: Path) -> None:
    (row,) = questions.trace(small, REPORT, "applications.received.total")
    assert (row["value"], row["raw"], row["state"], row["locator"]) == (
        60,
        "60",
        "number",
        "table 1, row 1, column 1",
    )
    assert (row["url"], row["sha256"]) == (f"http://site.test/{REPORT}", f"sha-{REPORT}")
    assert (row["warc_file"], row["warc_offset"]) == (f"raw/1311/{RUN}.warc.gz", 7)
    assert (row["row_label_zh"], row["column_label_zh"]) == ("一、本年新收政府信息公开申请数量", "总计")


def test_trace_without_an_item_gives_every_cell(small: Path) -> None:
    assert len(questions.trace(small, REPORT)) == 200


def test_trace_takes_the_fetch_that_was_read(lake: Lake) -> None:
    """The same bytes came from a mirror before, and again later: the fetch that was read is the source."""
    report_id = lake.report("131102", 2021)
    lake.site("a", "131102", "桃城区人民政府")
    url, sha256 = f"http://site.test/{report_id}", f"sha-{report_id}"
    same = {"sha256": sha256, "role": "report"}
    lake.capture(
        "a", "131102", url="http://mirror.test/", fetched_at="2026-01-01T00:00:00Z", warc_offset=1, **same
    )
    lake.capture("a", "131102", url=url, warc_offset=2, **same)
    lake.capture("a", "131102", url=url, fetched_at="2026-12-01T00:00:00Z", warc_offset=3, **same)
    lake.capture(
        "a", "131102", "not_modified", url=url, fetched_at="2026-12-02T00:00:00Z", warc_offset=4, **same
    )
    rows = questions.trace(lake.built(), report_id, "applications.received.total")
    assert [row["warc_offset"] for row in rows] == [2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("131102-x-2021",), "no report '131102-x-2021'"),
        ((REPORT, "applications.received.totals"), "did you mean applications.received.total"),
    ],
)
def test_trace_says_what_is_wrong(small: Path, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(QueryError) as error:
        questions.trace(small, *arguments)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("within", "codes"),
    [
        (None, {"131102", "131103"}),
        ("13", {"131102", "131103"}),
        ("130000", {"131102", "131103"}),
        ("131100", {"131102", "131103"}),
        ("131103", {"131103"}),
    ],
)
def test_coverage_within_a_division(small: Path, within: str | None, codes: set[str]) -> None:
    rows = questions.coverage(small, 2021, within).rows()
    assert {row["division_code"] for row in rows} == codes
    assert {row["year"] for row in rows} <= {2021}


@pytest.mark.parametrize(
    ("year", "within", "message"),
    [
        (2021, "44", "no report is known or expected in 2021 within 44"),
        (None, "000000", "no report is known or expected within 000000"),
        (1999, None, "no report is known or expected in 1999"),
    ],
)
def test_coverage_of_nothing_is_a_clear_sentence(
    small: Path, year: int | None, within: str | None, message: str
) -> None:
    with pytest.raises(QueryError, match=f"^{message}$"):
        questions.coverage(small, year, within)
