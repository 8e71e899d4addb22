-- What the checks across documents hold against each other.

CREATE TEMP TABLE tests (
    rule VARCHAR,
    report_no BIGINT,
    other_no BIGINT,
    item VARCHAR,
    actual DOUBLE,
    expected DOUBLE,
    ok BOOLEAN,
    reason VARCHAR
);

-- Every report with its body's report of the year before, or why the two cannot be held against each other.
CREATE TEMP TABLE year_pairs AS
SELECT
    x.report_no,
    y.report_no AS other_no,
    CASE
        WHEN y.report_no IS NULL THEN 'no_year_before'
        WHEN x.boundary_year = x.year THEN 'boundary_changed'
        WHEN x.scope <> y.scope AND 'unknown' NOT IN (x.scope, y.scope) THEN 'scope_changed'
    END AS reason
FROM report_index x
LEFT JOIN report_index y ON y.report_no = x.previous_no
ORDER BY x.report_no;

CREATE TEMP TABLE application_totals AS
SELECT report_no, "applications.received.total" AS received, [$totals] AS totals
FROM item_values;
