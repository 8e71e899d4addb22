-- A level ten times above or below the median of the body's years, at least 100: a slip of a unit or a column, or
-- another scope. Figures of different forms are compared only where their levels are the same.
WITH levels AS (
    SELECT x.report_no, x.body, x.scope, unnest([
        {item: 'applications.received.total', series: '', value: v."applications.received.total"},
        {item: 'disclosure.licensing.decisions', series: v.form_disclosure, value: v."disclosure.licensing.decisions"},
        {item: 'disclosure.penalties.decisions', series: v.form_disclosure, value: v."disclosure.penalties.decisions"},
        {item: 'disclosure.fees.amount', series: v.form_disclosure, value:
            CASE WHEN v."state of disclosure.fees.amount" = 9 THEN v."disclosure.fees.amount" END}
    ], recursive := true)
    FROM report_index x
    JOIN item_values v USING (report_no)
    WHERE x.body IS NOT NULL
), others AS (
    SELECT
        *,
        count(*) OVER same AS years,
        median(value) OVER same AS usual
    FROM levels
    WHERE value IS NOT NULL
    WINDOW same AS (PARTITION BY body, scope, item, series)
)
SELECT
    report_no,
    NULL::BIGINT AS other_no,
    item,
    value AS actual,
    usual AS expected,
    CASE WHEN years >= 3 THEN NOT (
        greatest(value, usual) >= 100 AND greatest(value, usual) >= 10 * least(value, usual)
    ) END AS ok,
    'too_few_years' AS reason
FROM others
