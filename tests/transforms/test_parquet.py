"""Parquet files: the same rows give the same bytes, files are replaced whole, faults are named."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.parquet import ParquetError, read_rows, write_rows
from transforms.schema import arrow_schema, dictionary

CLAIM = {
    "report_id": "a",
    "claim": "received",
    "value": 3.0,
    "sentence": "收到3件",
    "item": None,
    "agrees": None,
}
REPORT = {
    "report_id": "131102-taocheng-2021", "division_code": "131102", "place": "桃城区",
    "publisher": "桃城区人民政府", "publisher_level": "county",
    "scope": "unknown", "scope_sentence": None, "year": 2021, "title": None,
    "status": "ok", "form_disclosure": "2021", "form_applications": "2021", "form_disputes": None,
    "published_on": "2022-02-20", "url": "http://a/1", "document_url": "http://a/1",
    "media_type": "text/html", "sha256": "00", "retrieved_at": "2026-11-23T19:15:00Z", "revision": 1,
    "content_hash": "11", "site_id": "a",
    "link_text": None, "listed_on": None, "first_seen": "2026-11-23T19:15:00Z", "gone_since": None,
}  # fmt: skip


def claims(tmp_path: Path) -> Path:
    return tmp_path / "claims" / "prefecture=1311" / "data.parquet"


def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports" / "prefecture=1311" / "data.parquet"


def as_text(row: dict[str, object]) -> str:
    return repr([row[name] + 0.0 if name == "value" else row[name] for name in sorted(row)])


rows = st.lists(
    st.fixed_dictionaries(
        {
            "report_id": st.sampled_from("ab"),
            "claim": st.sampled_from(["received", "concluded"]),
            "value": st.floats(allow_nan=False, allow_infinity=False),
            "sentence": st.text(max_size=5),
            "item": st.none() | st.sampled_from("xy"),
            "agrees": st.none() | st.booleans(),
        }
    ),
    max_size=8,
)


@given(data=st.data(), given_rows=rows)
@settings(max_examples=40, deadline=None)
def test_any_order_of_the_same_rows_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, given_rows: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("lake")
    one, two = folder / "one.parquet", folder / "two.parquet"
    write_rows(one, "claims", given_rows)
    write_rows(two, "claims", data.draw(st.permutations(given_rows)))
    assert one.read_bytes() == two.read_bytes()
    assert sorted(map(as_text, read_rows(one, "claims"))) == sorted(map(as_text, given_rows))


def test_unchanged_rows_leave_the_file_alone(tmp_path: Path) -> None:
    path = claims(tmp_path)
    assert write_rows(path, "claims", [CLAIM])
    os.utime(path, (1, 1))
    assert not write_rows(path, "claims", [CLAIM])
    assert path.stat().st_mtime == 1
    assert write_rows(path, "claims", [CLAIM, CLAIM | {"value": 4.0}])
    assert path.stat().st_mtime > 1


def test_rows_come_back_as_they_went_in(tmp_path: Path) -> None:
    write_rows(reports(tmp_path), "reports", [REPORT])
    assert read_rows(reports(tmp_path), "reports") == [REPORT | {"prefecture": "1311"}]


def test_dates_may_be_dates(tmp_path: Path) -> None:
    write_rows(reports(tmp_path), "reports", [REPORT | {"published_on": dt.date(2022, 2, 20)}])
    assert read_rows(reports(tmp_path), "reports")[0]["published_on"] == "2022-02-20"


def test_what_was_read_can_be_written_again(tmp_path: Path) -> None:
    path = reports(tmp_path)
    write_rows(path, "reports", [REPORT])
    assert not write_rows(path, "reports", read_rows(path, "reports"))


@pytest.mark.parametrize("name", [n for n, t in dictionary().items() if t.kind == "parquet"])
def test_an_empty_table_keeps_its_columns(tmp_path: Path, name: str) -> None:
    path = tmp_path / "prefecture=1311" / "data.parquet"
    write_rows(path, name, [])
    assert pq.read_schema(path) == arrow_schema(name)
    assert read_rows(path, name) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "row 1: column colour is unknown in table reports"),
        ({"year": "2021"}, "row 1: column year is '2021', not integer"),
        ({"year": True}, "row 1: column year is True, not integer"),
        ({"year": None}, "row 1: column year is None, not integer"),
        ({"scope": "all"}, "row 1: column scope is 'all', not one of own, consolidated, unknown"),
        ({"published_on": "2022-2-30"}, "column published_on is '2022-2-30', not a date such as 2022-02-20"),
        ({"prefecture": "1301"}, "row 1: prefecture '1301' belongs in another folder"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    with pytest.raises(ParquetError) as error:
        write_rows(reports(tmp_path), "reports", [REPORT | change])
    assert str(error.value) == f"{reports(tmp_path)}: {message}"
    assert not reports(tmp_path).exists()


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    row = {name: value for name, value in CLAIM.items() if name != "agrees"}
    with pytest.raises(ParquetError, match="row 2: column agrees is missing"):
        write_rows(claims(tmp_path), "claims", [CLAIM, row])


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_are_finite(tmp_path: Path, value: float) -> None:
    with pytest.raises(ParquetError, match=r"column value is (nan|inf), not a finite number"):
        write_rows(claims(tmp_path), "claims", [CLAIM | {"value": value}])


def test_two_rows_with_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParquetError, match="two rows of table reports have report_id 131102-taocheng-2021"):
        write_rows(reports(tmp_path), "reports", [REPORT, REPORT | {"title": "again"}])


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = claims(tmp_path)
    write_rows(path, "claims", [CLAIM])
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("transforms.whole.os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_rows(path, "claims", [])
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path], "nothing is left beside it"


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    path = claims(tmp_path)
    write_rows(path, "claims", [CLAIM])
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ParquetError, match=r"data\.parquet: cannot be read as Parquet"):
        read_rows(path, "claims")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (pa.table({"report_id": ["a"]}), "column claim of table claims is missing"),
        (
            pa.Table.from_pylist([], schema=arrow_schema("claims")).append_column(
                "x", pa.array([], pa.int8())
            ),
            "column x is unknown in table claims",
        ),
        (
            pa.Table.from_pylist([], schema=arrow_schema("claims").set(2, pa.field("value", pa.string()))),
            "column value is string, not double",
        ),
    ],
)
def test_a_file_with_other_columns_is_refused(tmp_path: Path, columns: pa.Table, message: str) -> None:
    path = claims(tmp_path)
    path.parent.mkdir(parents=True)
    pq.write_table(columns, path)
    with pytest.raises(ParquetError, match=message):
        read_rows(path, "claims")


def test_a_file_of_an_earlier_version_lacks_what_came_later(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "prefecture=1311" / "data.parquet"
    write_rows(path, "reports", [REPORT])
    pq.write_table(pq.ParquetFile(path).read().drop_columns(["gone_since"]), path)
    assert read_rows(path, "reports") == [{**REPORT, "prefecture": "1311"}]
