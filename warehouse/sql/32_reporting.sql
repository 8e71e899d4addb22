-- Indicators that are not made of items: when a report came, how far it is filled, and changes on the year before.

INSERT INTO stored.indicator_facts
SELECT
    d.number,
    x.report_no,
    false,
    c.days_late,
    NULL,
    CASE WHEN c.deadline IS NULL THEN 'no_deadline' WHEN c.published_on IS NULL THEN 'no_date' END,
    1
FROM report_index x
JOIN coverage c USING (report_id)
JOIN indicators d ON d.kind = 'days'
ORDER BY d.number, x.report_no;

-- A table that is not there counts with the cells that it has in the report's form.
INSERT INTO stored.indicator_facts
WITH sizes AS (
    -- A form has only the tables that it brought; the others are those of the form before it.
    SELECT f.form, CASE WHEN f.form = '2014' THEN 'statistics' ELSE i.section END AS section, count(*) AS cells
    FROM (SELECT DISTINCT form FROM items) f
    JOIN items i ON (i.form = '2014') = (f.form = '2014') AND i.form = (
        SELECT max(k.form) FROM items k WHERE k.section = i.section AND k.form <= f.form
    )
    GROUP BY ALL
), forms AS (
    SELECT report_no, coalesce(form_applications, form_disclosure, form_disputes) AS form FROM item_values
), filled AS (
    SELECT
        x.report_no,
        f.form,
        sum(coalesce(t.numbers, 0)) AS numbers,
        sum(coalesce(t.cells, s.cells)) AS cells
    FROM forms f
    JOIN report_index x USING (report_no)
    LEFT JOIN sizes s ON s.form = f.form
    LEFT JOIN tables_found t ON t.report_id = x.report_id AND t.section = s.section
    GROUP BY ALL
)
SELECT
    d.number,
    f.report_no,
    false,
    CASE WHEN f.form IS NOT NULL THEN f.numbers END,
    CASE WHEN f.form IS NOT NULL THEN f.cells END,
    CASE WHEN f.form IS NULL THEN 'no_table' END,
    CASE WHEN f.form = '2014' THEN 1 WHEN f.form IS NOT NULL THEN 2 END
FROM filled f
JOIN indicators d ON d.kind = 'fill'
ORDER BY d.number, f.report_no;

-- What is in doubt of either year is of the change, too.
INSERT INTO indicator_doubts
SELECT d.indicator, x.report_no, sum(o.doubts)::BIGINT
FROM indicators d
JOIN indicator_doubts o ON o.indicator = d."of"
JOIN (
    SELECT report_no, report_no AS of_no FROM report_index
    UNION ALL
    SELECT report_no, previous_no FROM report_index WHERE previous_no IS NOT NULL
) x ON x.of_no = o.report_no
WHERE d.kind = 'change'
GROUP BY ALL
ORDER BY ALL;

-- Both sides of each change as printed; and once more with corrections, where either year has some.
CREATE TEMP TABLE change_sides AS
WITH bases AS (
    SELECT DISTINCT o.number FROM indicators d JOIN indicators o ON o.indicator = d."of" WHERE d.kind = 'change'
), sums AS (
    FROM stored.indicator_facts f SEMI JOIN bases b ON b.number = f.indicator_no
), touched AS (
    SELECT DISTINCT report_no FROM sums WHERE corrected
), near AS (
    SELECT report_no FROM touched
    UNION
    SELECT report_no FROM report_index WHERE previous_no IN (FROM touched)
    UNION
    SELECT previous_no FROM report_index WHERE report_no IN (FROM touched) AND previous_no IS NOT NULL
)
SELECT s.* REPLACE (false AS corrected) FROM sums s WHERE NOT s.corrected
UNION ALL BY NAME
SELECT s.* REPLACE (true AS corrected)
FROM sums s
WHERE s.report_no IN (FROM near)
QUALIFY row_number() OVER (PARTITION BY s.indicator_no, s.report_no ORDER BY s.corrected DESC) = 1;

INSERT INTO stored.indicator_facts
WITH pairs AS (
    SELECT
        d.number AS indicator_no,
        n.report_no,
        n.corrected,
        CASE WHEN n.flag IS NULL THEN n.numerator END AS now,
        CASE WHEN b.flag IS NULL THEN b.numerator END AS before,
        n.flag,
        n.series,
        d.min_n,
        CASE
            WHEN x.previous_no IS NULL THEN 'no_year_before'
            WHEN x.boundary_year = x.year OR n.series <> b.series
                OR (x.scope <> y.scope AND 'unknown' NOT IN (x.scope, y.scope)) THEN 'not_comparable'
        END AS obstacle
    FROM indicators d
    JOIN indicators o ON o.indicator = d."of"
    JOIN change_sides n ON n.indicator_no = o.number
    JOIN report_index x ON x.report_no = n.report_no
    LEFT JOIN change_sides b
        ON b.indicator_no = o.number AND b.report_no = x.previous_no AND b.corrected = n.corrected
    LEFT JOIN report_index y ON y.report_no = x.previous_no
    -- The sums with corrections of a report whose own year before is not among them tell of the next year's change alone.
    WHERE d.kind = 'change' AND (NOT n.corrected OR x.previous_no IS NULL OR b.report_no IS NOT NULL)
)
SELECT
    indicator_no,
    report_no,
    corrected,
    CASE WHEN obstacle IS NULL THEN now - before END,
    CASE WHEN obstacle IS NULL THEN before END,
    CASE
        WHEN now IS NULL THEN flag::VARCHAR
        WHEN obstacle IS NOT NULL THEN obstacle
        WHEN before IS NULL THEN 'no_value_before'
        WHEN before = 0 THEN 'no_base'
        WHEN before < min_n THEN 'small_n'
    END,
    series
FROM pairs
ORDER BY indicator_no, report_no, corrected;
