-- Findings by rule; severity or year null: of all of them. A report is counted once in each row.
SELECT
    'all' AS part, f.rule, f.severity, r.year,
    count(*) AS findings, count(DISTINCT f.report_id) AS reports
FROM findings f
JOIN reports r USING (report_id)
GROUP BY GROUPING SETS ((f.rule), (f.rule, f.severity), (f.rule, r.year), (f.rule, f.severity, r.year))
ORDER BY rule, severity NULLS FIRST, year NULLS FIRST
