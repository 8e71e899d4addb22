"""The figures that the demo reports print: `figures/real` as published, `figures/invented` made up."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flows.demo.forms import HERE, application_items, disclosure_items, dispute_items, forms

Key = tuple[str, int]
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@cache
def figures() -> tuple[dict[Key, dict[str, str]], frozenset[Key]]:
    """Printed text by (publisher, year) and item, and the keys whose figures are really published ones.

    The files hold one table row a line; a row that is not listed prints 0 in every cell, an empty field is a
    blank cell. In disclosure.csv the fields stand in the order of the form's columns.
    """
    printed: dict[Key, dict[str, str]] = {}
    real = set()
    for kind in ("real", "invented"):
        for key, item, text in _cells(HERE / "figures" / kind):
            printed.setdefault(key, {})[item] = text
            if kind == "real":
                real.add(key)
    return printed, frozenset(real)


def printed_cells(key: Key, disclosure_form: str, applications_form: str) -> dict[str, str]:
    """What the report of `key` prints in every cell of its three tables; KeyError if it has no figures."""
    listed = figures()[0][key]
    items = disclosure_items(disclosure_form) + application_items(applications_form) + dispute_items()
    return {item: listed.get(item, "0") for item in items}


def number(text: str) -> float | None:
    """The number that is printed, None where the text is anything else."""
    return float(text) if NUMBER.fullmatch(text) else None


def _cells(folder: Path) -> Iterator[tuple[Key, str, str]]:
    for line in _lines(folder / "disclosure.csv"):
        publisher, year, form, row, *values = line
        for column, text in zip(_disclosure_columns(form)[row], values, strict=False):
            yield (publisher, int(year)), f"disclosure.{row}.{column}", text
    for section in ("applications", "disputes"):
        columns = forms()[section]["columns"]
        for publisher, year, row, *values in _lines(folder / f"{section}.csv"):
            for column, text in zip(columns, values, strict=True):
                yield (publisher, int(year)), f"{section}.{row}.{column}", text


def _lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@cache
def _disclosure_columns(form: str) -> dict[str, list[str]]:
    blocks = forms()["disclosure"][form]
    return {row: block["columns"] for block in blocks for row in block["rows"]}
