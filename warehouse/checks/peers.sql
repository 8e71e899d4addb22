-- A level a hundred times above the median of the same kind of body in the province and year, of at least 1000.
WITH levels AS (
    SELECT x.report_no, x.division_code[:2] AS province, x.publisher_level AS level, x.year, unnest([
        {item: 'applications.received.total', form: '', value: v."applications.received.total"},
        {item: 'disclosure.licensing.decisions', form: v.form_disclosure, value: v."disclosure.licensing.decisions"},
        {item: 'disclosure.penalties.decisions', form: v.form_disclosure, value: v."disclosure.penalties.decisions"},
        {item: 'disclosure.fees.amount', form: v.form_disclosure, value:
            CASE WHEN v."state of disclosure.fees.amount" = 9 THEN v."disclosure.fees.amount" END}
    ], recursive := true)
    FROM report_index x
    JOIN item_values v USING (report_no)
    WHERE x.in_panel AND x.publisher_level IN ('prefecture', 'county')
), peers AS (
    SELECT *, count(*) OVER same AS n, median(value) OVER same AS usual
    FROM levels
    WHERE value IS NOT NULL
    WINDOW same AS (PARTITION BY province, level, year, item, form)
)
SELECT
    report_no,
    NULL::BIGINT AS other_no,
    item,
    value AS actual,
    usual AS expected,
    CASE WHEN n >= 8 THEN NOT (value >= 1000 AND usual > 0 AND value >= 100 * usual) END AS ok,
    'too_few_peers' AS reason
FROM peers
