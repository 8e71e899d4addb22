-- The cells of the reports that are compared.
SELECT x.division_code AS part, sum(hash(x.report_id, x.year, d.digest)) AS digest, count(*) * 10 AS n
FROM report_index x
JOIN report_digests d USING (report_id)
WHERE x.in_panel
GROUP BY x.division_code
