-- What this build changed against the one published before it. The views `former_…` hold that one, see history.py.

-- One number a report tells whether any of its cells may have changed, so that only those reports are compared.
CREATE TABLE stored.report_digests AS
SELECT n.number, sum(t.cells)::BIGINT AS cells, (bit_xor(t.digest) >> 1)::BIGINT AS digest
FROM tables_found t
JOIN stored.report_numbers n USING (report_id)
GROUP BY n.number
ORDER BY n.number;

CREATE VIEW report_digests AS
SELECT n.report_id, d.cells, d.digest
FROM stored.report_digests d
JOIN stored.report_numbers n ON n.number = d.number;

CREATE TEMP TABLE differing_reports AS
WITH now AS (FROM reports LEFT JOIN report_digests USING (report_id)),
before AS (FROM former_reports LEFT JOIN former_digests USING (report_id))
SELECT
    coalesce(n.report_id, b.report_id) AS report_id,
    coalesce(n.division_code, b.division_code) AS division_code,
    coalesce(n.publisher, b.publisher) AS publisher,
    coalesce(n.year, b.year) AS year,
    CASE
        WHEN b.report_id IS NULL THEN 'added'
        WHEN n.report_id IS NULL THEN 'vanished'
        WHEN n.revision <> b.revision THEN 'revised'
        ELSE 'reread'
    END AS change,
    coalesce(n.cells, 0) AS cells,
    coalesce(b.cells, 0) AS former_cells
FROM now n
FULL JOIN before b USING (report_id)
CROSS JOIN this_build t
WHERE t.compared_with IS NOT NULL
    AND (
        n.report_id IS NULL
        OR b.report_id IS NULL
        OR n.revision <> b.revision
        OR n.digest IS DISTINCT FROM b.digest
    );

CREATE TEMP TABLE changed_cells AS
WITH both_sides AS (SELECT report_id FROM differing_reports WHERE change IN ('revised', 'reread')),
now AS (SELECT report_id, item, state, value, raw FROM cells SEMI JOIN both_sides USING (report_id)),
before AS (FROM former_cells SEMI JOIN both_sides USING (report_id))
SELECT
    report_id, item,
    b.state AS old_state, n.state AS new_state,
    b.value AS old_value, n.value AS new_value,
    b.raw AS old_raw, n.raw AS new_raw
FROM now n
FULL JOIN before b USING (report_id, item)
WHERE (n.state, n.value, n.raw) IS DISTINCT FROM (b.state, b.value, b.raw);

-- Digests differ, too, where a form has got other items: such a report has changed only where a cell of it has.
CREATE TEMP TABLE changed_reports AS
FROM differing_reports
WHERE change <> 'reread' OR report_id IN (SELECT report_id FROM changed_cells);

INSERT INTO changes BY NAME
WITH counted AS (SELECT report_id, count(*) AS differing FROM changed_cells GROUP BY report_id)
SELECT
    t.build, r.report_id, r.division_code, r.publisher, r.year, r.change,
    CASE r.change
        WHEN 'added' THEN r.cells
        WHEN 'vanished' THEN r.former_cells
        ELSE coalesce(c.differing, 0)
    END AS cells
FROM changed_reports r
LEFT JOIN counted c USING (report_id)
CROSS JOIN this_build t
UNION ALL BY NAME
SELECT t.build, r.report_id, r.division_code, r.publisher, r.year, r.change, c.* EXCLUDE (report_id)
FROM changed_cells c
JOIN changed_reports r USING (report_id)
CROSS JOIN this_build t
ORDER BY build, report_id, item NULLS FIRST;

-- With nothing to compare with there is nothing to count.
INSERT INTO builds BY NAME
SELECT
    t.build, t.built_at, t.version, i.schema_version, i.as_of, i.last_run, t.compared_with,
    (SELECT count(*) FROM reports) AS reports,
    (SELECT coalesce(sum(cells), 0) FROM report_digests)::BIGINT AS cells,
    CASE WHEN t.compared_with IS NOT NULL THEN c.added END AS reports_added,
    CASE WHEN t.compared_with IS NOT NULL THEN c.revised END AS reports_revised,
    CASE WHEN t.compared_with IS NOT NULL THEN c.reread END AS reports_reread,
    CASE WHEN t.compared_with IS NOT NULL THEN c.vanished END AS reports_vanished,
    CASE WHEN t.compared_with IS NOT NULL THEN c.differing END AS cells_changed
FROM this_build t
CROSS JOIN warehouse_info i
CROSS JOIN (
    SELECT
        count(*) FILTER (change = 'added') AS added,
        count(*) FILTER (change = 'revised') AS revised,
        count(*) FILTER (change = 'reread') AS reread,
        count(*) FILTER (change = 'vanished') AS vanished,
        (SELECT count(*) FROM changed_cells) AS differing
    FROM changed_reports
) c;
