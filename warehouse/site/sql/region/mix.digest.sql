-- The cells of the reports that are compared.
SELECT p.division_code AS part, sum(hash(p.report_id, p.year, d.digest)) AS digest, count(*) AS n
FROM (SELECT DISTINCT division_code, year, report_id FROM panel) p
JOIN report_digests d USING (report_id)
GROUP BY p.division_code
