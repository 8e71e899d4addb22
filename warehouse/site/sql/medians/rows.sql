-- What regions are held against: medians of the nation and of one province, by level, indicator and year, of values of
-- the newest definition only, and which that is (series): lines end where it changes.
WITH valued AS (
    SELECT
        indicator, year, level, division_code[:2] AS province, value, series,
        series = max(series) FILTER (value IS NOT NULL) OVER (PARTITION BY indicator, year, level) AS newest
    FROM figures
    WHERE value IS NOT NULL
), nation AS (
    SELECT indicator, year, level, any_value(series) AS series, median(value) AS median, count(*) AS n
    FROM valued
    WHERE newest
    GROUP BY indicator, year, level
), own AS (
    SELECT indicator, year, level, province, median(value) AS median, count(*) AS n FROM valued WHERE newest GROUP BY ALL
), provinces AS (SELECT DISTINCT division_code[:2] AS province FROM figures)
SELECT
    p.province AS part,
    n.level,
    n.indicator,
    list(n.year ORDER BY n.year) AS years,
    list(n.series ORDER BY n.year) AS series,
    list(round(n.median, 6) ORDER BY n.year) AS nation,
    list(n.n ORDER BY n.year) AS nation_n,
    list(round(o.median, 6) ORDER BY n.year) AS province,
    list(coalesce(o.n, 0) ORDER BY n.year) AS province_n
FROM provinces p
CROSS JOIN nation n
LEFT JOIN own o ON o.province = p.province AND (o.indicator, o.year, o.level) = (n.indicator, n.year, n.level)
GROUP BY p.province, n.level, n.indicator
ORDER BY part, level, indicator
