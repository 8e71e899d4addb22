-- Who contradicts itself most: errors of the documents themselves, within or between a body's reports.
SELECT
    'all' AS part, r.division_code AS code, r.publisher,
    count(*) AS errors,
    count(DISTINCT f.report_id) AS reports_with_error,
    any_value(h.reports) AS reports,
    max(r.year) AS newest
FROM findings f
JOIN reports r USING (report_id)
JOIN (SELECT division_code, publisher, count(*) AS reports FROM reports GROUP BY ALL) h USING (division_code, publisher)
WHERE f.severity = 'error' AND f.cause = 'source'
GROUP BY r.division_code, r.publisher
QUALIFY row_number() OVER (ORDER BY errors DESC, code, publisher) <= 100
ORDER BY errors DESC, code, publisher
