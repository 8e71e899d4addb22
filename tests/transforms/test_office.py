"""Reports as offices hand them in: Word documents and workbooks, every cell compared with the truth."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from generator import office, variants
from generator.cases import judge
from generator.figures import make_report
from generator.grid import Part, document
from generator.noise import NOISES

from extractors.readers import read
from transforms.tables.read import read_tables

MAKERS = {"docx": office.to_docx, "xlsx": office.to_xlsx, "xls": office.to_xls}
PREPARE = [
    variants.plain,
    variants.subtotal_column,
    variants.header_in_one_row,
    variants.three_dispute_tables,
]


@pytest.mark.parametrize("prepare", PREPARE, ids=lambda prepare: str(prepare.__name__))
@pytest.mark.parametrize("kind", MAKERS)
def test_every_cell_of_a_report_is_read(kind: str, prepare: Callable[[list[Part], Random], None]) -> None:
    for seed in range(4):
        rng = Random(f"{kind}/{prepare.__name__}/{seed}")  # noqa: S311
        report = make_report(rng)
        report.without_blanks()
        parts = document(report)
        prepare(parts, rng)
        found = judge(report, read_tables(read(MAKERS[kind](parts, rng)), report.year))
        assert (seed, found.lost, found.silent, found.found, found.alarms) == (seed, (), (), (), ())


@pytest.mark.parametrize(
    ("kind", "prepare", "slip"),
    [
        # A column without a name behind the label, in a table as wide as another one.
        ("docx", variants.one_table, "unnamed_column"),
        ("xlsx", variants.one_table, "unnamed_column"),
        # Blank rows before the figures of section 四.
        ("docx", variants.plain, "rows_repeated_blank"),
        # Two figures in one cell, and a blank one at the end of the row.
        ("docx", variants.plain, "fuse_cells"),
    ],
)
def test_no_slip_makes_a_wrong_figure_without_a_finding(
    kind: str, prepare: Callable[[list[Part], Random], None], slip: str
) -> None:
    for seed in range(4):
        rng = Random(f"{kind}/{slip}/{seed}")  # noqa: S311
        report = make_report(rng)
        parts = document(report)
        prepare(parts, rng)
        NOISES[slip](parts, report, rng)
        found = judge(report, read_tables(read(MAKERS[kind](parts, rng)), report.year))
        assert (seed, found.silent) == (seed, ())
