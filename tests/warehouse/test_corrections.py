"""Corrections stand beside what is printed, and are told loudly once they no longer fit it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from lake_builder import Lake, rows

from flows.cli import cli
from transforms.corrections import SHIPPED, read_corrections
from warehouse.build import build
from warehouse.errors import BuildError

HEAD = "report_id,item,expect,corrected,reason,source\n"
GRANTED = "applications.granted.total"
CELLS: dict[str, float | str] = {
    GRANTED: 81,
    "applications.concluded.total": 40,
    "applications.received.total": 40,
}


def corrected(lake: Lake, text: str) -> Path:
    root = lake.write()
    (root / "corrections.csv").write_text(HEAD + text, encoding="utf-8")
    build(root)
    return root


def value(root: Path, indicator: str) -> dict[str, object]:
    (row,) = rows(root, "FROM panel WHERE indicator = ?", indicator)
    return row


def test_a_correction_stands_beside_the_printed_value(lake: Lake) -> None:
    report = lake.report("131102", 2021, CELLS)
    root = corrected(lake, f"{report},{GRANTED},81,18,digits swapped,telephone 2026-11-02\n")
    (cell,) = rows(root, "FROM cells WHERE item = ?", GRANTED)
    assert (cell["value"], cell["raw"]) == (81, "81"), "what is printed stays"
    (beside,) = rows(root, "FROM cells_corrected WHERE corrected IS NOT NULL")
    assert (beside["value"], beside["corrected"], beside["best"]) == (81, 18, 18)
    assert (beside["correction_reason"], beside["correction_source"]) == (
        "digits swapped",
        "telephone 2026-11-02",
    )
    rate = value(root, "disclosure_rate")
    assert (rate["value"], rate["flag"], rate["corrected"]) == (None, "inconsistent", 0.45)
    assert value(root, "received")["corrected"] is None, "what no correction touches has none"
    assert rows(root, "FROM findings WHERE rule = 'correction.stale'") == []


def test_a_correction_reaches_the_changes_of_both_years(lake: Lake) -> None:
    received = "applications.received.total"
    for year, number in ((2020, 100), (2021, 20), (2022, 300)):
        report = lake.report("131102", year, {received: number})
        if year == 2021:
            wrong = report
    root = corrected(lake, f"{wrong},{received},20,200,a digit lost,telephone 2026-11-02\n")
    query = "SELECT year, value, corrected FROM panel WHERE indicator = 'received_change' ORDER BY year"
    assert [tuple(row.values()) for row in rows(root, query)] == [
        (2020, None, None),
        (2021, -0.8, 1.0),
        (2022, 14.0, 0.5),
    ]


def test_a_blank_cell_can_be_filled_by_a_correction(lake: Lake) -> None:
    report = lake.report("131102", 2021, CELLS | {GRANTED: "blank"})
    root = corrected(lake, f"{report},{GRANTED},,18,told on the phone,note 7\n")
    rate = value(root, "disclosure_rate")
    assert (rate["value"], rate["flag"], rate["corrected"]) == (None, "blank", 0.45)


def test_a_correction_is_not_applied_once_the_source_has_changed(lake: Lake) -> None:
    report = lake.report("131102", 2021, CELLS)
    root = corrected(
        lake, f"{report},{GRANTED},18x,18,typing error,note 7\nno-such-report,{GRANTED},1,2,x,y\n"
    )
    found = {row["report_id"]: row["status"] for row in rows(root, "FROM corrections")}
    assert found == {report: "stale", "no-such-report": "unmatched"}
    (finding,) = rows(root, "FROM findings WHERE rule = 'correction.stale'")
    assert (finding["severity"], finding["item"]) == ("error", GRANTED)
    assert "corrections.csv, line 2: the correction expects '18x', printed is '81'" in str(finding["message"])
    assert value(root, "disclosure_rate")["corrected"] is None
    assert rows(root, "FROM cells_corrected WHERE corrected IS NOT NULL") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n", "line 2: there must be 6 fields"),
        (
            "r,applications.granted.totals,1,2,x,y\n",
            "line 2: no form has an item applications.granted.totals",
        ),
        (f"r,{GRANTED},1,two,x,y\n", "line 2: corrected is 'two', it must be a number"),
        (f"r,{GRANTED},1,nan,x,y\n", "line 2: corrected is 'nan', it must be a number"),
        (f"r,{GRANTED},1,2,,y\n", "line 2: reason is empty"),
        (f"r,{GRANTED},1,2,x,y\nr,{GRANTED},1,3,x,y\n", "line 3: line 2 corrects the same cell"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_built(lake: Lake, text: str, message: str) -> None:
    lake.report("131102", 2021, CELLS)
    with pytest.raises(BuildError, match=message):
        corrected(lake, text)
    assert not list(lake.root.glob("*.duckdb"))


def test_a_file_with_another_header_is_refused(lake: Lake) -> None:
    root = lake.write()
    (root / "corrections.csv").write_text("report_id,item\n", encoding="utf-8")
    with pytest.raises(BuildError, match="the first line must be report_id,item,expect"):
        build(root)


def test_the_shipped_corrections_are_sound() -> None:
    assert read_corrections(SHIPPED) == sorted(read_corrections(SHIPPED), key=lambda one: one.line)


def test_build_names_what_it_could_not_apply_and_exits_with_1(lake: Lake) -> None:
    report = lake.report("131102", 2021, CELLS)
    lake.run()
    root = lake.write()
    (root / "corrections.csv").write_text(
        f"{HEAD}{report},{GRANTED},18x,18,x,y\nno,{GRANTED},1,2,x,y\n", "utf-8"
    )
    done = CliRunner().invoke(cli, ["build", "--lake", str(root)])
    assert done.exit_code == 1
    assert f'line 2: not applied to {report} {GRANTED}: it expects "18x", printed is "81"' in done.output
    assert f"line 3: not applied to no {GRANTED}: there is no such cell" in done.output
    assert rows(root, "SELECT count(*) AS n FROM reports") == [{"n": 1}], "published all the same"
