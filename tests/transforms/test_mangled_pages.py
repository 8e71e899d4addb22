"""One mishap in the mark-up of a sound page: every figure stays what was printed, or openly is none."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from transforms.extract import extract_bytes
from transforms.records import Extraction

PAGE = (Path(__file__).parents[1] / "gold" / "html-trs-2021.html").read_text(encoding="utf-8")
CELL = re.compile(r"(<t[dh][^>]*>)((?:(?!<t[dh]|</t[dh]).)*?)(</t[dh]>)", re.S)
FIGURES = [
    cell for cell in CELL.finditer(PAGE) if re.fullmatch(r"\s*\d+\s*", re.sub(r"<[^>]+>|&nbsp;", "", cell[2]))
]
PLACES = 6
# {open}, {figure} and {close} are the cell's tags and what stands between them.
MISHAPS = {
    "a cell lost": "",
    "a cell twice": "{open}{figure}{close}{open}{figure}{close}",
    "a blank cell before": "{open}{close}{open}{figure}{close}",
    "a blank cell behind": "{open}{figure}{close}{open}{close}",
    "a cell taken away by its style": "<td style='display:none'>9</td>{open}{figure}{close}",
    "a cell whose text is hidden": "<td style='visibility:hidden'>9</td>{open}{figure}{close}",
    "a span too wide": "<td colspan=1000>{figure}{close}",
    "a span too high": "<td rowspan=2>{figure}{close}",
    "a span to the end": "<td rowspan=0>{figure}{close}",
    "a row broken": "{open}{figure}{close}</tr><tr>",
    "a table broken": "{open}{figure}{close}</tr></table><table><tr>",
    "a table ended": "{open}{figure}{close}</table>",
    "a cell not ended": "{open}{figure}",
    "a raised note": "{open}{figure}<sup>1</sup>{close}",
    "a note": "{open}{figure}（注：含上年）{close}",
    "a second figure": "{open}{figure}<br>7{close}",
    "a table in the cell": "{open}<table><tr><td>{figure}</td></tr></table>{close}",
    "a figure in white": "{open}<span style='color:#fff'>9</span>{figure}{close}",
    "a script": "{open}<script>var a=12</script>{figure}{close}",
    "a figure thrown out of the table": "{open}{figure}{close}<p>12</p>",
    "no figure": "{open}{close}",
    "a numeral": "{open}三{close}",
}


@pytest.fixture(scope="module")
def sound() -> dict[str, float]:
    read = extract_bytes(PAGE.encode())
    figures = {cell.item: cell.value for cell in read.cells if cell.value is not None}
    assert len(figures) == len(read.cells)
    return figures


def silently_wrong(read: Extraction, sound: dict[str, float]) -> list[str]:
    doubted = [finding.item for finding in read.findings if finding.item]
    return [
        cell.item
        for cell in read.cells
        if cell.state == "number"
        and cell.value != sound[cell.item]
        and not any(cell.item.startswith(item) or item.startswith(cell.item) for item in doubted)
    ]


@pytest.mark.parametrize("mishap", MISHAPS)
def test_a_mishap_makes_no_figure_silently_wrong(mishap: str, sound: dict[str, float]) -> None:
    for cell in Random(mishap).sample(FIGURES, PLACES):  # noqa: S311
        new = MISHAPS[mishap].format(open=cell[1], figure=cell[2], close=cell[3])
        read = extract_bytes((PAGE[: cell.start()] + new + PAGE[cell.end() :]).encode())
        assert silently_wrong(read, sound) == []


def test_a_page_that_breaks_off_anywhere_makes_no_figure_silently_wrong(sound: dict[str, float]) -> None:
    for cell in Random(0).sample(FIGURES, PLACES):  # noqa: S311
        assert silently_wrong(extract_bytes(PAGE[: cell.end() - 6].encode()), sound) == []
