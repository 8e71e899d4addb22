-- All that the rows are made of, before anything is ranked.
SELECT
    indicator || '-' || year AS part,
    sum(hash(division_code, level, value, numerator, denominator, flag, doubts, series, scope)) AS digest,
    count(*) AS n
FROM figures
GROUP BY indicator, year
