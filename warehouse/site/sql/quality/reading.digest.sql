-- All that cells are, and the kind of their documents.
SELECT 'all' AS part, sum(hash(r.report_id, r.media_type, d.digest)) AS digest, count(*) AS n
FROM reports r
JOIN cell_digests d USING (report_id)
