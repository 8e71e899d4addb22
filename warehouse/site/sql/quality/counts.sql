-- Findings by rule, province and year.
SELECT
    'all' AS part, f.rule, f.severity, f.cause, r.division_code[:2] || '0000' AS province, r.year,
    count(*) AS findings, count(DISTINCT f.report_id) AS reports
FROM findings f
JOIN reports r USING (report_id)
GROUP BY ALL
ORDER BY rule, severity, cause, province, year
