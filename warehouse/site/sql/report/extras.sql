-- Rows and columns that no form has.
SELECT s.part, e.report_id AS id, e.section AS "table", e.label, e."column", e.value, e.raw, e.unit, e.locator
FROM extras e
JOIN report_parts s USING (report_id)
ORDER BY part, id, "table", locator
