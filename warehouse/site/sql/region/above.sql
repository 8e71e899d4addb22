-- The divisions that it lies in, from the province down.
WITH within AS (
    SELECT division_code, division_code[:2] || '0000' AS code FROM regions
    UNION
    SELECT division_code, division_code[:4] || '00' FROM regions
)
SELECT w.division_code AS part, a.division_code AS code, a.name, a.level
FROM within w
JOIN divisions_now a ON a.division_code = w.code
WHERE w.code <> w.division_code
ORDER BY part, code
