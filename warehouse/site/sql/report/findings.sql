-- What the checks found.
SELECT
    s.part, f.report_id AS id, f.rule, f.severity, f.item, f.actual, f.expected, f.cause, f.message, f.locator,
    o.part AS other_part, f.other_report_id AS other
FROM findings f
JOIN report_parts s USING (report_id)
LEFT JOIN report_parts o ON o.report_id = f.other_report_id
ORDER BY part, id, list_position(['error', 'warning', 'info'], severity), rule, item, message
