"""Ruling lines: pale ones found, strokes of characters told from them, frames around tables."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.pages.model import Box, Page
from extractors.pages.ruled import RuledTable, ruled_tables

ruling = pytest.importorskip("extractors.ocr.ruling", reason="needs the extra ocr")
scan = pytest.importorskip("extractors.ocr.scan", reason="needs the extra ocr")

_HEIGHT = 30.0


def page(rows: list[int], columns: list[int], line: int, paper: int = 255) -> np.ndarray:
    """A table's lines, two pixels wide, in this gray."""
    gray = np.full((rows[-1] + 100, columns[-1] + 100), paper, np.uint8)
    for y in rows:
        gray[y : y + 2, columns[0] : columns[-1] + 2] = line
    for x in columns:
        gray[rows[0] : rows[-1] + 2, x : x + 2] = line
    return gray


def tables(gray: np.ndarray) -> list[RuledTable]:
    rules = tuple(ruling.rules_of(gray, _HEIGHT))
    return ruled_tables(Page(1, gray.shape[1], gray.shape[0], (), rules))


def shape(table: RuledTable) -> tuple[int, int, int]:
    return len(table.ys) - 1, len(table.xs) - 1, len(table.cells)


ROWS, COLUMNS = [100, 180, 260, 340, 420], [80, 380, 680, 980]


@pytest.mark.parametrize("line", [0, 150, 221, 238])
def test_pale_lines_of_web_pages_make_a_table(line: int) -> None:
    assert [shape(table) for table in tables(page(ROWS, COLUMNS, line))] == [(4, 3, 12)]


def test_the_outer_columns_of_a_table_open_at_its_sides_are_cells() -> None:
    gray = page(ROWS, COLUMNS, 0)
    for x in (COLUMNS[0], COLUMNS[-1]):
        gray[:, x : x + 2][gray[:, x - 4 : x - 2] == 255] = 255
    for y in ROWS:
        gray[y : y + 2, COLUMNS[0] : COLUMNS[-1] + 2] = 0
    assert [shape(table) for table in tables(gray)] == [(4, 3, 12)]


def test_the_grain_of_a_scan_makes_no_lines() -> None:
    grain = np.random.default_rng(3).normal(0, 9, (520, 1080))
    gray = np.clip(page(ROWS, COLUMNS, 90) + grain, 0, 255).astype(np.uint8)
    assert [shape(table) for table in tables(gray)] == [(4, 3, 12)]


class TestStrokesInLowRows:
    """Rows hardly higher than their text: 第二十条第（一）项 stands left in many of them, 十 below 十."""

    ROWS, COLUMNS = list(range(100, 100 + 38 * 13, 38)), [80, 700, 980]

    def gray(self) -> np.ndarray:
        gray = page(self.ROWS, self.COLUMNS, 0)
        for top in self.ROWS[:-1:2]:
            gray[top + 4 : top + 37, 140:143] = 0
            gray[top + 14 : top + 17, 128:155] = 0
        return gray

    def test_a_stroke_that_another_crosses_is_no_border(self) -> None:
        assert [shape(table) for table in tables(self.gray())] == [(12, 2, 24)]

    def test_a_border_of_a_few_rows_stays(self) -> None:
        gray = self.gray()
        gray[self.ROWS[3] : self.ROWS[6], 400:402] = 0
        assert [shape(table) for table in tables(gray)] == [(12, 3, 27)]


def test_a_landscape_page_with_pale_lines_is_not_cut_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    gray = page([100, 180, 260, 340, 420, 500, 580], [80, 440, 800, 1160], 221)
    gray[120:150, 120:400] = gray[120:150, 840:1100] = 0
    sheet = scan.Sheet(gray, gray, _HEIGHT, 1.0)
    assert scan.gutter(gray, _HEIGHT) is not None
    monkeypatch.setattr(scan, "upright_sheet", lambda pixels: sheet)
    monkeypatch.setattr(scan, "_page", lambda half, number: half.black.shape)
    assert scan.read_frame(np.dstack([gray] * 3), 1) == [gray.shape]


def test_a_frame_around_a_table_is_no_table_to_read_cell_by_cell() -> None:
    """The edges of a sheet on a desk."""
    made = tables(page(ROWS, COLUMNS, 0))
    frame = RuledTable(Box(10, 10, 1060, 500), made[0].cells, (10, 1060), (10, 500))
    assert scan._innermost([frame, *made]) == made


@pytest.mark.parametrize(("step", "dash"), [(12, 8), (6, 3), (110, 103)], ids=["dashed", "dotted", "broken"])
def test_lines_in_pieces_make_a_table(step: int, dash: int) -> None:
    solid = page(ROWS, COLUMNS, 0)
    y, x = np.indices(solid.shape)
    outer = (x < 90) | (x > 970)
    gray = np.where((solid < 255) & ~outer & (x % step >= dash) & (y % step >= dash), 255, solid)
    for column in COLUMNS[1:-1]:
        gray[:, column : column + 2] = np.where((y % step >= dash)[:, :2], 255, solid[:, column : column + 2])
    assert [shape(table) for table in tables(gray.astype(np.uint8))] == [(4, 3, 12)]
