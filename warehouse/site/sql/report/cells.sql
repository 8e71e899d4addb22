-- The numbers of each table in the order of its form; `places` only where some of the form's cells are not there.
WITH held AS (
    SELECT s.part, s.report_id, r.form_disclosure, r.form_applications, coalesce(r.form_disputes, '2021') AS form_disputes
    FROM wanted w
    JOIN report_parts s USING (part)
    JOIN reports r USING (report_id)
), placed AS (
    SELECT h.part, h.report_id, p.section, p.form, p.place, CASE WHEN c.state = 'number' THEN c.value END AS value
    FROM held h
    JOIN wanted_cells c USING (report_id)
    JOIN form_places p ON p.item = c.item AND p.form = CASE c.section
        WHEN 'disclosure' THEN h.form_disclosure
        WHEN 'applications' THEN h.form_applications
        WHEN 'disputes' THEN h.form_disputes
        ELSE '2014'
    END
)
SELECT
    part,
    report_id AS id,
    section AS "table",
    form,
    list(value ORDER BY place) AS value,
    CASE WHEN count(*) <> max(place) + 1 THEN list(place ORDER BY place) END AS places
FROM placed
GROUP BY part, report_id, section, form
ORDER BY part, id, list_position(['disclosure', 'applications', 'disputes', 'statistics'], "table")
