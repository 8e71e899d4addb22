-- The years of each indicator that have a ranking.
SELECT 'all' AS part, indicator, list(DISTINCT year ORDER BY year) AS years
FROM figures
GROUP BY indicator
ORDER BY indicator
