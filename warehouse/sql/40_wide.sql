-- A standard table wide: one row a report, one column an item. Filled once for each of the three tables.

CREATE VIEW $section AS
SELECT
    r.report_id, r.division_code, r.place, r.publisher, r.publisher_level, r.scope, r.year,
    r.form_$section AS form,
    c.* EXCLUDE (report_id)
FROM reports r
JOIN (
    SELECT report_id,
$columns
    FROM cells
    WHERE section = '$section'
    GROUP BY report_id
) c USING (report_id)
ORDER BY r.report_id;
