-- The divisions directly below, and whether the newest report of each is held.
WITH newest AS (
    SELECT division_code, max(year) FILTER (report_id IS NOT NULL) AS newest_report, count(report_id) AS reports
    FROM coverage
    WHERE publisher_level IN ('province', 'prefecture', 'county')
    GROUP BY division_code
)
SELECT d.parent_code AS part, d.division_code AS code, d.name, d.level, n.newest_report, coalesce(n.reports, 0) AS reports
FROM divisions d
LEFT JOIN newest n USING (division_code)
WHERE d.valid_to IS NULL AND d.parent_code IN (FROM regions)
ORDER BY part, code
