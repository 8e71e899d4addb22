-- How far each year is covered, by status.
SELECT 'all' AS part, year, status, count(*) AS bodies
FROM coverage
GROUP BY ALL
ORDER BY year, status
