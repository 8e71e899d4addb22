-- Every cell of $files as a row of its own, as in the table cells of the warehouse: read this file in DuckDB, in the
-- folder of the site (duckdb -init $script), then ask: FROM cells WHERE report_id = '...'
-- What is asked of single items only is answered sooner by their columns in $files.
CREATE OR REPLACE VIEW cells AS
SELECT
    c.report_id, split_part(c.item, '.', 1) AS section, split_part(c.item, '.', 2) AS "row",
    split_part(c.item, '.', 3) AS "column", c.item, c.value, coalesce(c.told.state, 'number') AS state,
    CASE
        WHEN c.told IS NOT NULL THEN c.told.raw
        WHEN c.value = trunc(c.value) THEN TRY_CAST(c.value AS BIGINT)::VARCHAR
        ELSE c.value::VARCHAR
    END AS raw,
    CASE WHEN c.told IS NULL THEN c.unit ELSE c.told.unit END AS unit,
    CASE WHEN c.told IS NULL THEN c.computed ELSE c.told.computed END AS computed, c.told.suggested AS suggested, c.locator
FROM (
    SELECT
        w.report_id, l.item, w.all_values[l.place] AS value, l.unit, w.all_computed[l.place] AS computed, l.locator,
        w.unusual[list_position(w.unusual_items, l.item)] AS told
    FROM (
$tables
    ) w
    JOIN '$layouts' l USING (layout)
) c;
