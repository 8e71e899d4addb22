-- All figures of a division; each of its rows is long.
SELECT
    division_code AS part,
    sum(hash(indicator, year, value, numerator, denominator, flag, doubts, series, series_break, report_id, url, scope)) AS digest,
    count(*) // 10 AS n
FROM panel
GROUP BY division_code
