-- All that the tiles are made of.
SELECT indicator AS part, sum(hash(division_code, year, value, flag, series, scope)) AS digest, count(DISTINCT (division_code[:2], year)) AS n
FROM (
    SELECT indicator, division_code, year, value, flag, series, scope FROM figures
    UNION ALL
    SELECT v.indicator, v.publisher, v.year, v.value, v.flag, v.series, x.scope
    FROM indicator_values v
    JOIN report_index x USING (report_no)
    WHERE x.publisher_level = 'central'
)
GROUP BY indicator
