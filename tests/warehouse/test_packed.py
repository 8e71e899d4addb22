"""Cells are kept packed: the view gives every one back as it was written, and what cannot be is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lake_builder import Lake, rows

from transforms.parquet import read_rows
from warehouse.build import build
from warehouse.cells.unpack import Unpacker
from warehouse.errors import BuildError
from warehouse.query import connect
from warehouse.site.build import build_site

FILE = "parquet/cells/prefecture=1311/data.parquet"
ODD = {
    "applications.received.total": (12.0, "12"),
    "applications.received.natural_person": (12.0, "１２"),
    "applications.received.enterprise": (12.0, "12.0"),
    "applications.received.research": (7.0, "007"),
    "applications.carried_in.total": (-3.0, "-3"),
    "applications.carried_in.research": (2.5, "2.5"),
    "applications.carried_in.enterprise": (2.5, "3"),
    "applications.granted.total": (1e300, "1" + "0" * 300),
    "disclosure.fees.amount": (1234.5, "1,234.5"),
}


@pytest.fixture
def odd(lake: Lake) -> Lake:
    lake.report("131102", 2021, {"applications.granted.research": "blank"})
    lake.report("131103", 2019, forms=("2019", "2019", "2019"))
    lake.report("130102", 2018, forms=("2014", "2014", "2014"))
    for _, row in lake.rows["cells"]:
        if row["item"] in ODD:
            row["value"], row["raw"] = ODD[str(row["item"])]
        if row["column"] == "legal_service":
            row |= {"state": "unreadable", "value": None, "raw": "增3减1", "unit": None, "locator": None}
    return lake


def test_every_cell_comes_back_as_it_was_written(odd: Lake) -> None:
    root = odd.built()
    written = [
        row
        for path in sorted((root / "parquet/cells").rglob("*.parquet"))
        for row in read_rows(path, "cells")
    ]
    found = rows(root, "FROM cells")
    assert sorted(found, key=str) == sorted(written, key=str)
    assert len(found) == 200 + 198 + 58


def test_cells_unpacked_are_those_of_the_view(odd: Lake) -> None:
    with connect(odd.built()) as connection:
        reports = connection.sql("FROM stored.report_numbers ORDER BY number DESC").fetchall()
        unpacked = Unpacker(connection).wide(reports).cells().table().to_pylist()
        view = connection.sql("FROM stored.report_numbers JOIN stored.cell_rows USING (number)")
        written = view.to_arrow_table().drop_columns(["number"]).to_pylist()
    assert sorted(unpacked, key=cell_key) == sorted(written, key=cell_key)
    assert [cell_key(row)[0] for row in unpacked[:1]] == [reports[0][1]]
    assert not all(row["usual"] for row in unpacked)


def test_cells_to_take_away_are_those_of_the_view(odd: Lake, tmp_path: Path) -> None:
    odd.report("131121", 2022, {"applications.received.total": "blank"})
    site = build_site(odd.built(), tmp_path / "site").root
    script = (
        (site / "download/cells.sql").read_text(encoding="utf-8").replace("'download/", f"'{site}/download/")
    )
    with duckdb.connect() as files:
        files.execute(script)
        found = files.sql("FROM cells ORDER BY report_id, item").to_arrow_table().to_pylist()
    assert found == rows(odd.root, "FROM cells ORDER BY report_id, item")


def cell_key(row: dict[str, Any]) -> tuple[str, str]:
    return row["report_id"], row["item"]


def spoilt(root: Path, **values: object) -> None:
    """The lake with one cell's fields changed by hand, and the warehouse not to be built of it."""
    data = pq.ParquetFile(root / FILE).read()
    first = data.to_pylist()[0] | values
    other = data.slice(1)
    pq.write_table(pa.concat_tables([pa.Table.from_pylist([first], schema=data.schema), other]), root / FILE)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"item": "applications.received.martians"},
            "item is 'applications.received.martians': no form has it",
        ),
        ({"section": "appendix"}, "section is 'appendix': no form has it"),
        ({"state": "guessed"}, "state is 'guessed': no cell can be so"),
        ({"unit": "斤"}, "unit is '斤': no form has it"),
        ({"report_id": "131102-2099-x"}, "report_id is '131102-2099-x': no row of table reports has it"),
        ({"value": 3.0, "raw": None}, "raw is None: a number without the text that was printed"),
        ({"item": "applications.carried_in.legal_service"}, "two rows of table cells have report_id"),
    ],
)
def test_a_cell_edited_by_hand_is_named(odd: Lake, values: dict[str, object], message: str) -> None:
    spoilt(odd.write(), **values)
    with pytest.raises(BuildError) as error:
        build(odd.root)
    assert message in str(error.value)
    assert FILE in str(error.value), "which file"
    assert "\n" not in str(error.value)
