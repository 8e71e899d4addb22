-- Corrections that are applied, beside what is printed.
SELECT s.part, k.report_id AS id, k.item, k.corrected, k.reason, k.source
FROM corrections k
JOIN report_parts s USING (report_id)
WHERE k.status = 'applied'
ORDER BY part, id, item
