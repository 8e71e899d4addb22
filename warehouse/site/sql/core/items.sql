-- The official forms: each table's cells in the order in which it prints them.
SELECT
    'forms' AS part, n, form, CASE WHEN form = '2014' THEN 'statistics' ELSE section END AS "table",
    "row", "column", item, row_label_zh AS row_label, column_label_zh AS column_label, unit
FROM (SELECT *, row_number() OVER () AS n FROM items)
ORDER BY n
