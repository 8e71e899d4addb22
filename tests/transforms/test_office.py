"""Reports as offices hand them in: Word documents and workbooks, every cell compared with the truth."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from generator import office, variants
from generator.cases import judge
from generator.figures import make_report
from generator.grid import Part, document

from extractors.readers import read
from transforms.tables import read_tables

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
