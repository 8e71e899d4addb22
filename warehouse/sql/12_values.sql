-- The cells that indicators and checks use, one row a report: the only two passes over all cells, which read_cells
-- gives report by report.

-- The standard tables that a report has, whatever its forms say, and how far they are filled.
CREATE TEMP TABLE tables_found AS
SELECT
    report_id,
    CASE WHEN starts_with(section, 'stats_') THEN 'statistics' ELSE section END AS section,
    count(*) AS cells,
    count(*) FILTER (state = 'number') AS numbers,
    -- By which the next build tells whether the table changed.
    bit_xor(hash(item, state, value, raw)) AS digest
FROM read_cells
GROUP BY ALL;

-- Numbers for items in use, in the order of the columns below.
CREATE TEMP TABLE wanted AS
SELECT
    unnest($wanted) AS item,
    unnest(range(1, len($wanted) + 1))::SMALLINT AS n;

-- A report's cells as lists. What stands where is worked out once for every order that occurs, and not for each report.
-- A report with corrections comes a second time, with them.
CREATE TEMP TABLE picked AS
WITH known AS (
    SELECT item, any_value(n) AS n, any_value(type) = 'decimal' AS decimal, any_value(unit) AS unit
    FROM wanted
    JOIN items USING (item)
    GROUP BY item
), applied AS (
    FROM corrections WHERE status = 'applied'
), printed AS (
    SELECT false AS corrected, report_id, item, value, state, unit FROM read_cells
    UNION ALL
    SELECT
        true,
        c.report_id,
        c.item,
        coalesce(a.corrected, c.value),
        CASE WHEN a.item IS NOT NULL THEN 'number' ELSE c.state END,
        CASE WHEN a.item IS NOT NULL THEN k.unit ELSE c.unit END
    FROM read_cells c
    JOIN known k USING (item)
    LEFT JOIN applied a ON a.report_id = c.report_id AND a.item = c.item
    WHERE c.report_id IN (SELECT report_id FROM applied)
)
SELECT
    c.report_id,
    c.corrected,
    list(k.n) AS places,
    list(c.value) AS numbers,
    list(CASE
        WHEN c.state = 'number' THEN CASE
            WHEN k.decimal AND c.unit IS DISTINCT FROM k.unit THEN 3
            -- In a sum a count below zero would hide behind the others.
            WHEN c.value < 0 THEN 6
            ELSE 9
        END
        ELSE list_position(['missing', 'unreadable', '', 'placeholder', 'blank'], c.state)
    END::TINYINT) AS states
FROM printed c
JOIN known k USING (item)
GROUP BY c.report_id, c.corrected;

CREATE TEMP TABLE orders AS
SELECT places, list_transform(range(1, len($wanted) + 1), lambda n: list_position(places, n::SMALLINT)) AS at
FROM (SELECT DISTINCT places FROM picked);
