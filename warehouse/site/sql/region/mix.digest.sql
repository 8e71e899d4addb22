-- The cells of the reports that are compared, and whose they are.
SELECT
    x.division_code AS part,
    sum(hash(x.report_id, x.year, r.scope, r.url, d.digest)) AS digest,
    count(*) * 40 AS n
FROM report_index x
JOIN reports r USING (report_id)
LEFT JOIN cell_digests d USING (report_id)
WHERE x.in_panel
GROUP BY x.division_code
