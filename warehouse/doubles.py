"""One report or site that several prefectures hold: one of them is kept, and what differs is a finding."""

from __future__ import annotations

from pathlib import Path

import duckdb

from transforms.schema import table
from warehouse.files import files, from_path

# The newest fetch tells where a site belongs now; it moved when its row in the sites file was corrected.
_SITES = """
    DELETE FROM sites
    WHERE site_id IN (FROM sites SELECT site_id GROUP BY site_id HAVING count(DISTINCT division_code[:4]) > 1)
        AND (site_id, division_code) NOT IN (
            SELECT s.site_id, arg_max(
                s.division_code, (coalesce(c.newest, ''), coalesce(c.run_id, ''), s.division_code)
            )
            FROM sites s
            LEFT JOIN site_fetches c ON c.site_id = s.site_id AND c.prefecture = s.division_code[:4]
            GROUP BY s.site_id
        )
"""
# As within a prefecture: the fullest reading, then the newest.
_RIVALS = """
    CREATE TEMP TABLE rivals AS
    SELECT r.report_id, r.prefecture, r.document_url, r.first_seen, first_value(r.prefecture) OVER (
        PARTITION BY r.report_id
        ORDER BY coalesce(n.numbers, 0) DESC, r.retrieved_at DESC, r.document_url DESC, r.prefecture
    ) AS kept
    FROM reports r
    LEFT JOIN (
        SELECT report_id, prefecture, count(*) FILTER (state = 'number') AS numbers
        FROM rival_cells
        GROUP BY ALL
    ) n USING (report_id, prefecture)
    WHERE r.report_id IN (FROM twice)
"""
_REPORTS = """
    DELETE FROM reports
    WHERE (report_id, prefecture) IN (SELECT report_id, prefecture FROM rivals WHERE prefecture <> kept);
    UPDATE reports SET first_seen = r.first_seen
    FROM (SELECT report_id, min(first_seen) AS first_seen FROM rivals GROUP BY report_id) r
    WHERE reports.report_id = r.report_id
"""
_DISAGREEMENTS = """
    INSERT INTO findings BY NAME
    WITH differing AS (
        SELECT
            r.document_url, here.report_id, here.item, here.locator,
            here.value AS actual, there.value AS expected,
            coalesce('''' || here.raw || '''', here.state) AS printed,
            coalesce('''' || there.raw || '''', there.state) AS otherwise,
            count(*) OVER (PARTITION BY r.report_id, r.prefecture) AS cells
        FROM rivals r
        JOIN rival_cells here ON here.report_id = r.report_id AND here.prefecture = r.kept
        JOIN rival_cells there
            ON there.report_id = r.report_id AND there.prefecture = r.prefecture AND there.item = here.item
        WHERE r.prefecture <> r.kept
            AND (here.value IS DISTINCT FROM there.value OR here.state <> there.state)
        QUALIFY row_number() OVER (PARTITION BY r.report_id, r.prefecture ORDER BY here.item) = 1
    )
    SELECT
        report_id, 'sources.disagree' AS rule, 'warning' AS severity, 'source' AS cause,
        item, actual, expected, locator,
        format(
            '{} prints {} cells otherwise, first {}: {} there, {} here',
            document_url, cells, item, otherwise, printed
        ) AS message
    FROM differing
    ORDER BY report_id, document_url, message
"""


def keep_one_site(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """Of the rows of a site that several prefectures hold, keep that of its newest fetch."""
    connection.execute(
        "CREATE TEMP TABLE site_fetches (site_id TEXT, prefecture TEXT, run_id TEXT, newest TEXT)"
    )
    paths = files(lake, table("captures"))
    if paths:
        query = f"""
            INSERT INTO site_fetches
            SELECT site_id, {from_path("prefecture")} AS prefecture, max(run_id), max(fetched_at)
            FROM read_parquet(?, filename = true)
            GROUP BY ALL
        """  # noqa: S608
        connection.execute(query, [paths])
    connection.execute(_SITES)


def keep_one_report(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    """Of the rows of a report that several prefectures hold, keep the best; `rivals` then names all of them.

    A body may publish on the sites of several prefectures: that is no fault of the lake.
    """
    connection.execute("""
        CREATE TEMP TABLE twice AS
        SELECT report_id FROM reports GROUP BY report_id HAVING count(DISTINCT prefecture) > 1;
        CREATE TEMP TABLE rival_cells (
            report_id TEXT, prefecture TEXT, item TEXT, value DOUBLE, state TEXT, raw TEXT, locator TEXT
        )
    """)
    paths = files(lake, table("cells"))
    if paths and connection.execute("FROM twice").fetchall():
        query = f"""
            INSERT INTO rival_cells
            SELECT report_id, {from_path("prefecture")}, item, value, state, raw, locator
            FROM read_parquet(?, filename = true)
            WHERE report_id IN (FROM twice)
        """  # noqa: S608
        connection.execute(query, [paths])
    connection.execute(_RIVALS)
    connection.execute(_REPORTS)


def add_disagreements(connection: duckdb.DuckDBPyConnection) -> None:
    """A finding for every source that is not kept and prints other values."""
    connection.execute(_DISAGREEMENTS)
