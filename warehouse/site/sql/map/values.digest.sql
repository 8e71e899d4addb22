-- All that the tiles are made of.
SELECT indicator AS part, sum(hash(division_code, year, value, flag, series, scope)) AS digest, count(DISTINCT (division_code[:2], year)) AS n
FROM (
    SELECT indicator, division_code, year, value, flag, series, scope FROM figures
    UNION ALL
    SELECT indicator, publisher, year, value, flag, series, scope FROM central_figures
)
GROUP BY indicator
