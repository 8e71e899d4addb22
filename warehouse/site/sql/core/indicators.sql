-- The indicators by name, in the order of their file.
SELECT 'all' AS part, n, indicator, name_en, name_zh, topic, kind, unit, min_n
FROM (SELECT *, row_number() OVER () AS n FROM indicators)
ORDER BY n
