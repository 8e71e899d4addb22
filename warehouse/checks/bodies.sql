-- Two reports of one body and year (a site of its own and its parent's, under two spellings of the name) agree.
WITH twins AS (
    SELECT x.report_no, y.report_no AS other_no, x.scope, y.scope AS other_scope
    FROM report_index x
    JOIN report_index y ON y.body = x.body AND y.year = x.year AND y.report_no <> x.report_no
    QUALIFY row_number() OVER (PARTITION BY x.report_no ORDER BY y.report_no) = 1
)
SELECT
    report_no, other_no, item, actual, expected,
    CASE WHEN scope = other_scope OR 'unknown' IN (scope, other_scope) THEN actual = expected END AS ok,
    CASE
        WHEN scope <> other_scope AND 'unknown' NOT IN (scope, other_scope) THEN 'scope_differs'
        ELSE 'no_number'
    END AS reason
FROM (
    SELECT t.*, unnest([
        {item: 'applications.received.total', actual: n."applications.received.total", expected: b."applications.received.total"},
        {item: 'applications.concluded.total', actual: n."applications.concluded.total", expected: b."applications.concluded.total"},
        {item: 'applications.carried_out.total', actual: n."applications.carried_out.total", expected: b."applications.carried_out.total"},
        {item: 'disputes.review.total', actual: n."disputes.review.total", expected: b."disputes.review.total"}
    ], recursive := true)
    FROM twins t
    JOIN item_values n ON n.report_no = t.report_no
    JOIN item_values b ON b.report_no = t.other_no
)
