-- A standard table wide: one row a report, one column an item. Filled once for each of the three tables.

CREATE VIEW $section AS
SELECT
    r.report_id, r.division_code, r.place, r.publisher, r.publisher_level, r.scope, r.year,
    r.form_$section AS form,
$columns
FROM stored.${section}_cells w
JOIN stored.report_numbers n USING (number)
JOIN reports r ON r.report_id = n.report_id
ORDER BY r.report_id;
