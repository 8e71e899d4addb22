-- Checks across reports, added to the findings that were made report by report.

-- What a body carries over to the next year is what it carries in then: seven columns, forms of 2019 and 2021.
-- A change of scope makes two years incomparable; before 2019 there is no carry-over, so nothing to hold against.
INSERT INTO findings
WITH carried AS (
    SELECT r.report_id, r.division_code, r.publisher, r.year, r.scope, c."row", c."column", c.item, c.value, c.locator
    FROM cells c
    JOIN reports r USING (report_id)
    WHERE c.section = 'applications' AND c."row" IN ('carried_in', 'carried_out') AND c.state = 'number'
)
SELECT
    now.report_id,
    'year.carry_over' AS rule,
    'warning' AS severity,
    now.item,
    now.value AS actual,
    before.value AS expected,
    CASE WHEN now.scope = before.scope AND now.scope <> 'unknown' THEN 'source' ELSE 'unknown' END AS cause,
    format(
        '{} carried in {:.0f} in {}, but carried out {:.0f} in {} (上年结转与上年度结转下年度不符)',
        now."column", now.value, now.year, before.value, before.year
    ) AS message,
    before.report_id AS other_report_id,
    now.locator
FROM carried now
JOIN carried before
    ON before.division_code = now.division_code
    AND before.publisher = now.publisher
    AND before.year = now.year - 1
    AND before."column" = now."column"
    AND before."row" = 'carried_out'
WHERE now."row" = 'carried_in'
    AND now.value <> before.value
    AND (now.scope = before.scope OR 'unknown' IN (now.scope, before.scope))
    AND NOT EXISTS (
        FROM findings f WHERE f.report_id = now.report_id AND f.rule = 'year.carry_over' AND f.item = now.item
    )
ORDER BY now.report_id, now.item;
