-- The divisions that it lies in, from the province down.
SELECT d.division_code AS part, a.division_code AS code, a.name, a.level
FROM regions d
JOIN divisions_now a ON a.division_code IN (d.division_code[:2] || '0000', d.division_code[:4] || '00')
    AND a.division_code <> d.division_code
ORDER BY part, code
