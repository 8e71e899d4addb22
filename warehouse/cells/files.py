"""A Parquet file of cells as codes and numbers; what cannot be is refused, with file, report and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from transforms.forms import items
from transforms.schema import arrow_schema, table
from warehouse.cells.places import GROUPS, Place, places
from warehouse.errors import BuildError

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Codes of what is not there, and of what is not known.
NONE, UNKNOWN = -1, -2
_TEXTS = [field.name for field in arrow_schema("cells") if pa.types.is_string(field.type)]
_NO_FORM = "no form has it"


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts: the code of each row (NONE = null) and the texts they stand for."""

    codes: Ints
    texts: Sequence[str]

    def mapped(self, known: Mapping[str, int]) -> Ints:
        """The numbers that `known` has for the texts: NONE for null, UNKNOWN for what it has not."""
        numbers = [known.get(text, UNKNOWN) for text in self.texts]
        return np.array([*numbers, NONE], dtype=np.int32)[self.codes]

    def text(self, row: int) -> str | None:
        """The text of a row."""
        code = int(self.codes[row])
        return None if code == NONE else self.texts[code]


@dataclass(frozen=True, slots=True)
class CellFile:
    """The cells of one file. `report` and `item` are numbers, of `reports` and of `all_places`."""

    path: str
    report: Ints
    item: Ints
    state: Ints
    unit: Ints
    raw: Coded
    locator: Coded
    value: Floats
    computed: Floats
    suggested: Floats


@cache
def all_places() -> tuple[Place, ...]:
    """The places of all tables, one after the other."""
    return tuple(place for group in GROUPS for place in places(group))


@cache
def states() -> dict[str, int]:
    """The states of a cell by name, in the order of the dictionary: `number` is 0."""
    column = next(column for column in table("cells").columns if column.name == "state")
    return {name: number for number, name in enumerate(column.values)}


@cache
def units() -> dict[str, int]:
    """The units that items have."""
    return {unit: number for number, unit in enumerate(sorted({item.unit for item in items()}))}


def twice(path: str, report_id: str | None, item: str | None) -> str:
    """What is said of a cell that is there twice."""
    return f"{path}: two rows of table cells have report_id {report_id}, item {item}"


def read_cells(path: str, reports: Mapping[str, int], left_out: frozenset[str]) -> CellFile:
    """The cells of a file but those of the reports `left_out`.

    Raises BuildError that names the file and the row where a cell is of no report or no form, is there
    twice, or holds what cannot be.
    """
    data = _read(path)
    texts = {name: _coded(data, name) for name in _TEXTS}
    if left_out:
        kept = pa.array(~np.isin(texts["report_id"].mapped(dict.fromkeys(left_out, 0)), [0]))
        data = data.filter(kept)
        texts = {name: _coded(data, name) for name in _TEXTS}
    check = _Check(path, texts)
    known = {place.item.item: number for number, place in enumerate(all_places())}
    report = check.known("report_id", reports, "no row of table reports has it")
    item = check.known("item", known, _NO_FORM)
    check.once(report, item)
    check.places(item)
    found = CellFile(
        path=path,
        report=report,
        item=item,
        state=check.known("state", states(), "no cell can be so"),
        unit=check.known("unit", units(), _NO_FORM, may_lack=True),
        raw=texts["raw"],
        locator=texts["locator"],
        value=check.numbers(data, "value"),
        computed=check.numbers(data, "computed"),
        suggested=check.numbers(data, "suggested"),
    )
    check.values(found)
    return found


def _read(path: str) -> pa.Table:
    try:
        data = pq.ParquetFile(path, read_dictionary=_TEXTS).read()
    except (OSError, pa.ArrowException) as error:
        raise BuildError(f"{path}: cannot be read as Parquet: {str(error).splitlines()[0]}") from None
    # Files of an earlier version lack columns that came later.
    for field in arrow_schema("cells"):
        if field.name not in data.column_names:
            data = data.append_column(field.name, pa.nulls(len(data), field.type))
    return data


def _coded(data: pa.Table, name: str) -> Coded:
    column: Any = data.column(name)
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
    codes = column.indices.fill_null(NONE).to_numpy(zero_copy_only=False)
    return Coded(codes.astype(np.int32, copy=False), column.dictionary.to_pylist())


@dataclass(frozen=True, slots=True)
class _Check:
    path: str
    texts: Mapping[str, Coded]

    def refuse(self, row: int, name: str, value: object, reason: str) -> None:
        report_id = self.texts["report_id"].text(row)
        raise BuildError(f"{self.path}: report {report_id}: {name} is {value!r}: {reason}")

    def known(self, name: str, known: Mapping[str, int], reason: str, *, may_lack: bool = False) -> Ints:
        numbers = self.texts[name].mapped(known)
        wrong = numbers == UNKNOWN if may_lack else numbers < 0
        if wrong.any():
            row = int(wrong.argmax())
            self.refuse(row, name, self.texts[name].text(row), reason)
        return numbers

    def once(self, report: Ints, item: Ints) -> None:
        """No cell is there twice."""
        if not len(report):
            return
        cell = (report.astype(np.int64) - report.min()) * len(all_places()) + item
        there = np.zeros(int(cell.max()) + 1, dtype=np.bool_)
        there[cell] = True
        if int(there.sum()) != len(cell):
            _, first, count = np.unique(cell, return_index=True, return_counts=True)
            row = int(first[count > 1].min())
            raise BuildError(
                twice(self.path, self.texts["report_id"].text(row), self.texts["item"].text(row))
            )

    def places(self, item: Ints) -> None:
        """Section, row and column are those of the item."""
        for name in ("section", "row", "column"):
            names = [getattr(place.item, name) for place in all_places()]
            known = {text: number for number, text in enumerate(sorted(set(names)))}
            numbers = self.known(name, known, _NO_FORM)
            wrong = numbers != np.array([known[text] for text in names], dtype=np.int32)[item]
            if wrong.any():
                row = int(wrong.argmax())
                reason = f"item {self.texts['item'].text(row)} has another"
                self.refuse(row, name, self.texts[name].text(row), reason)

    def numbers(self, data: pa.Table, name: str) -> Floats:
        """A column of numbers, NaN for null."""
        column = data.column(name)
        found: Floats = column.to_numpy().astype(np.float64, copy=False)
        wrong = np.isinf(found)
        if int(np.isnan(found).sum()) != column.null_count:
            wrong |= np.isnan(found) & column.is_valid().to_numpy()
        if wrong.any():
            row = int(wrong.argmax())
            self.refuse(row, name, float(found[row]), "not a finite number")
        return found

    def values(self, found: CellFile) -> None:
        """A number has a value and a text, and only a number has a value."""
        has = ~np.isnan(found.value)
        for wrong, name, reason in (
            (has & (found.state != states()["number"]), "value", "only a number has one"),
            (~has & (found.state == states()["number"]), "value", "a number has one"),
            (has & (found.raw.codes == NONE), "raw", "a number without the text that was printed"),
        ):
            if wrong.any():
                row = int(wrong.argmax())
                value = self.texts["raw"].text(row) if name == "raw" else _plain(found.value[row])
                self.refuse(row, name, value, reason)


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
