-- The report years there are, with how many reports.
SELECT 'all' AS part, year, count(*) AS reports FROM reports GROUP BY year
ORDER BY year
