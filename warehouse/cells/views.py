"""The views over the wide rows: every cell as it was written, and where it stands."""

from __future__ import annotations

import duckdb

from warehouse.cells.pack import BLANK, MISSING, PLACEHOLDER, UNREADABLE
from warehouse.cells.places import GROUPS, places

_STATES = (
    f"CASE c.odd_codes[c.odd] WHEN {BLANK} THEN 'blank' WHEN {PLACEHOLDER} THEN 'placeholder' "
    f"WHEN {UNREADABLE} THEN 'unreadable' WHEN {MISSING} THEN 'missing' ELSE 'number' END"
)
# As DuckDB writes a double, but a whole number without its point.
_PLAIN = (
    "CASE WHEN c.value = trunc(c.value) THEN TRY_CAST(c.value AS BIGINT)::VARCHAR ELSE c.value::VARCHAR END"
)
# Names are given with their tables throughout, for those of a macro's parameters reach into views.
_ROWS = f"""
    CREATE VIEW stored.cell_rows AS
    SELECT
        c.number, c.section, c."row", c."column", c.item, c.value, {_STATES} AS state,
        CASE WHEN c.odd IS NULL THEN {_PLAIN} ELSE c.odd_raws[c.odd] END AS raw,
        CASE WHEN c.odd IS NULL THEN c.unit ELSE c.odd_units[c.odd] END AS unit,
        CASE WHEN c.odd IS NULL THEN c.computed ELSE c.odd_computed[c.odd] END AS computed,
        CASE WHEN c.odd IS NOT NULL THEN c.odd_suggested[c.odd] END AS suggested,
        c.locator, c.odd IS NULL AS usual
    FROM ({{groups}}) c
"""  # noqa: S608
_CELLS = """
    CREATE VIEW cells AS
    SELECT n.report_id, c.* EXCLUDE (number, usual)
    FROM stored.cell_rows c
    JOIN stored.report_numbers n ON n.number = c.number
"""
# An item is looked up where its table's rows meet their layout, so that one item's cells cost no other's.
_GROUP = """
    SELECT
        w.number, {section}, i."row", i."column", i.item, w.all_values[p.place] AS value, i.unit,
        w.all_computed[p.place] AS computed, nullif(list_position(w.odd_places, p.place), 0) AS odd,
        w.odd_codes, w.odd_raws, w.odd_units, w.odd_computed, w.odd_suggested, p.locator
    FROM (
        SELECT
            g.number, g.layout, [{values}] AS all_values, [{computed}] AS all_computed,
            g.odd_places, g.odd_codes, g.odd_raws, g.odd_units, g.odd_computed, g.odd_suggested
        FROM stored.{group}_cells g
    ) w
    JOIN stored.layouts p ON p.layout = w.layout
    JOIN stored.cell_items i ON i."group" = '{group}' AND i.place = p.place
"""
_PLACES = """
    SELECT n.report_id, i.item, p.locator
    FROM stored.{group}_cells w
    JOIN stored.report_numbers n USING (number)
    JOIN stored.layouts p USING (layout)
    JOIN stored.cell_items i ON i."group" = '{group}' AND i.place = p.place
"""

# The digest tells the next build whether a table changed.
_FOUND = """
    SELECT
        n.report_id, '{group}' AS section, g.cells, g.numbers,
        hash('{group}', {values}, g.odd_places, g.odd_codes, g.odd_raws) AS digest
    FROM stored.{group}_cells g
    JOIN stored.report_numbers n USING (number)
"""


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """The view `cells`; for the build `cell_locators` and `found_tables`."""
    connection.execute(_ROWS.format(groups=" UNION ALL ".join(map(_group, GROUPS))))
    connection.execute(_CELLS)
    located = " UNION ALL ".join(_PLACES.format(group=group) for group in GROUPS)
    connection.execute(f"CREATE TEMP VIEW cell_locators AS {located}")
    found = " UNION ALL ".join(_FOUND.format(group=group, values=_values(group)) for group in GROUPS)
    connection.execute(f"CREATE TEMP VIEW found_tables AS {found}")


def _group(group: str) -> str:
    named = places(group)
    own = {place.item.section for place in named}
    return _GROUP.format(
        group=group,
        section=f"'{group}' AS section" if own == {group} else "i.section",
        values=_values(group),
        computed=", ".join(f'g."{place.computed}"' if place.summed else "NULL" for place in named),
    )


def _values(group: str) -> str:
    return ", ".join(f'g."{place.name}"' for place in places(group))
