-- The nation's values are in every province's part.
SELECT p.province AS part, v.digest, v.n
FROM (SELECT DISTINCT division_code[:2] AS province FROM figures) p
CROSS JOIN (
    SELECT sum(hash(indicator, year, division_code, level, value, series)) AS digest, count(*) // 1000 AS n FROM figures
) v
