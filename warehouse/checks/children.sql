-- A consolidated report counts at least what the governments below it count together.
WITH governments AS (
    SELECT x.report_no, x.division_code, x.year, x.scope, x.publisher_level AS level, unnest([
        {item: 'applications.received.total', value: v."applications.received.total"},
        {item: 'applications.concluded.total', value: v."applications.concluded.total"},
        {item: 'disputes.review.total', value: v."disputes.review.total"}
    ], recursive := true)
    FROM report_index x
    JOIN item_values v USING (report_no)
    WHERE x.in_panel
), below AS (
    SELECT d.parent_code AS division_code, g.year, g.item, sum(g.value) AS value, count(g.value) AS told
    FROM governments g
    JOIN (SELECT DISTINCT division_code, parent_code FROM divisions) d USING (division_code)
    GROUP BY ALL
), due AS (
    SELECT d.parent_code AS division_code, y.year, count(*) AS divisions
    FROM divisions d
    JOIN (SELECT DISTINCT year FROM governments) y
        ON y.year BETWEEN coalesce(d.valid_from, 0) AND coalesce(d.valid_to, 9999)
    GROUP BY ALL
)
SELECT
    g.report_no,
    NULL::BIGINT AS other_no,
    g.item,
    g.value AS actual,
    b.value AS expected,
    CASE
        WHEN g.scope <> 'consolidated' THEN NULL
        WHEN g.value < b.value THEN false
        WHEN g.value >= b.value AND b.told >= u.divisions THEN true
    END AS ok,
    CASE
        WHEN g.scope = 'own' THEN 'scope_own'
        WHEN g.scope = 'unknown' THEN 'scope_unknown'
        WHEN g.value IS NULL THEN 'no_number'
        ELSE 'children_missing'
    END AS reason
FROM governments g
LEFT JOIN below b USING (division_code, year, item)
LEFT JOIN due u USING (division_code, year)
WHERE g.level IN ('province', 'prefecture')
