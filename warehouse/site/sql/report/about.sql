-- A report: whose it is, where it was published, where the archive has it.
SELECT
    s.part,
    r.report_id AS id, r.title, r.publisher, r.place, r.publisher_level AS level, r.scope, r.scope_sentence, r.status,
    r.form_disclosure, r.form_applications, r.form_disputes,
    r.published_on::VARCHAR AS published_on,
    c.days_late,
    r.url, r.document_url, r.media_type, r.sha256, r.retrieved_at, r.revision, r.first_seen, r.gone_since,
    f.warc_file, f.warc_offset
FROM reports r
JOIN report_parts s USING (report_id)
LEFT JOIN archived f USING (report_id)
LEFT JOIN (SELECT report_id, min(days_late) AS days_late FROM coverage GROUP BY report_id) c USING (report_id)
ORDER BY part, id
