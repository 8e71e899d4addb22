-- All figures of a division; whose they are is told by mix.digest.sql. Each row of the table is long.
SELECT
    division_code AS part,
    sum(hash(indicator, year, value, numerator, denominator, flag, doubts, series, series_break)) AS digest,
    count(*) // 10 AS n
FROM figures
GROUP BY division_code
