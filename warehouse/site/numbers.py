"""The numbers of reports in the order in which their forms print them, for the pages of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from warehouse.cells.files import Floats
from warehouse.cells.unpack import Unpacker, Wide

# The tables of a page, in its order.
_TABLES = ("disclosure", "applications", "disputes", "statistics")
_PLACES = "SELECT section, form, item FROM form_places ORDER BY section, form, place"
_WANTED = """
    SELECT
        n.number, n.report_id, s.part,
        r.form_disclosure, r.form_applications, coalesce(r.form_disputes, '2021') AS form_disputes
    FROM wanted
    JOIN report_parts s USING (part)
    JOIN reports r USING (report_id)
    JOIN stored.report_numbers n USING (report_id)
    ORDER BY n.number
"""
# Up to here every whole number has a double of its own.
_EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a wanted part, with the form of each of its tables."""

    number: int
    report_id: str
    part: str
    forms: tuple[str | None, ...]


class Numbers:
    """What the forms print, from the cells of the warehouse."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._unpacker = Unpacker(connection)
        at = {item: column for column, item in enumerate(self._unpacker.items)}
        columns: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for table, form, item in connection.execute(_PLACES).fetchall():
            columns[table, form].append(at[item])
        self._columns = {name: np.array(places) for name, places in columns.items()}

    def by_part(self) -> dict[str, dict[str, list[Any]]]:
        """Of each wanted part a row a report and table: its numbers, and their `places` where some lack.

        Puts the cells of which there is more to say into `wanted_cells`.
        """
        rows = self._connection.execute(_WANTED).fetchall()
        reports = [Report(number, name, part, (*forms, "2014")) for number, name, part, *forms in rows]
        wide = self._unpacker.wide([(report.number, report.report_id) for report in reports])
        self._connection.register("wanted_cells", wide.remarkable().table())
        tables = [self._table(number, reports, wide) for number in range(len(_TABLES))]
        parts: defaultdict[str, dict[str, list[Any]]] = defaultdict(_empty)
        for row, report in enumerate(reports):
            for number, found in enumerate(tables):
                if row in found:
                    told = (report.report_id, _TABLES[number], report.forms[number], *found[row])
                    for column, value in zip(parts[report.part].values(), told, strict=True):
                        column.append(value)
        return parts

    def _table(
        self, number: int, reports: Sequence[Report], wide: Wide
    ) -> dict[int, tuple[list[Any], list[int] | None]]:
        """Of each report that has this table its numbers and places."""
        found = {}
        by_form: defaultdict[str | None, list[int]] = defaultdict(list)
        for row, report in enumerate(reports):
            by_form[report.forms[number]].append(row)
        for form, rows in by_form.items():
            columns = self._columns.get((_TABLES[number], form)) if form else None
            if columns is not None:
                for row, numbers in zip(rows, _rows(wide, np.array(rows), columns), strict=True):
                    if numbers[0]:
                        found[row] = numbers
        return found


def _empty() -> dict[str, list[Any]]:
    return {"id": [], "table": [], "form": [], "value": [], "places": []}


def _rows(
    wide: Wide, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> Iterator[tuple[list[Any], list[int] | None]]:
    """The numbers of each report that are there, and their places unless those are the first ones."""
    there = wide.there[np.ix_(rows, columns)]
    values = _plain(wide.value[np.ix_(rows, columns)][there])
    places = np.nonzero(there)[1]
    ends = np.cumsum(there.sum(axis=1)).tolist()
    for start, end in zip([0, *ends], ends, strict=False):
        last = int(places[end - 1]) if end > start else -1
        yield values[start:end], None if last + 1 == end - start else places[start:end].tolist()


def _plain(values: Floats) -> list[Any]:
    """Whole numbers without a fraction, and none for what is no number."""
    plain = values.astype(object)
    whole = (values == np.trunc(values)) & (abs(values) < _EXACT)
    plain[whole] = values[whole].astype(np.int64)
    plain[np.isnan(values)] = None
    found: list[Any] = plain.tolist()
    return found
