-- What is wrong by our reading, by the document, or cannot be told.
SELECT 'all' AS part, severity, cause, count(*) AS findings, count(DISTINCT report_id) AS reports
FROM findings
GROUP BY ALL
ORDER BY severity, cause
