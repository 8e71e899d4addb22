-- Reports by province and year, those with an error among them: what findings are held against.
SELECT
    'all' AS part, r.division_code[:2] || '0000' AS province, r.year,
    count(*) AS reports,
    count(e.report_id) AS with_error
FROM reports r
LEFT JOIN (SELECT DISTINCT report_id FROM findings WHERE severity = 'error') e USING (report_id)
GROUP BY ALL
ORDER BY province, year
