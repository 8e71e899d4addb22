-- The standard tables wide: one row a report, one column an item. The columns are made from table items.

CREATE VIEW disclosure AS
SELECT
    r.report_id, r.division_code, r.place, r.publisher, r.publisher_level, r.scope, r.year,
    r.form_disclosure AS form,
    c.* EXCLUDE (report_id)
FROM reports r
JOIN (
    SELECT report_id, $disclosure
    FROM cells
    WHERE section = 'disclosure'
    GROUP BY report_id
) c USING (report_id)
ORDER BY r.report_id;

CREATE VIEW applications AS
SELECT
    r.report_id, r.division_code, r.place, r.publisher, r.publisher_level, r.scope, r.year,
    r.form_applications AS form,
    c.* EXCLUDE (report_id)
FROM reports r
JOIN (
    SELECT report_id, $applications
    FROM cells
    WHERE section = 'applications'
    GROUP BY report_id
) c USING (report_id)
ORDER BY r.report_id;

CREATE VIEW disputes AS
SELECT
    r.report_id, r.division_code, r.place, r.publisher, r.publisher_level, r.scope, r.year,
    r.form_disputes AS form,
    c.* EXCLUDE (report_id)
FROM reports r
JOIN (
    SELECT report_id, $disputes
    FROM cells
    WHERE section = 'disputes'
    GROUP BY report_id
) c USING (report_id)
ORDER BY r.report_id;
