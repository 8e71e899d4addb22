-- Where a number comes from.

-- A body of bytes is fetched once and confirmed many times; the fetch that brought the bytes that were read is the source.
CREATE MACRO trace(report_id, item := NULL) AS TABLE
WITH sources AS (
    SELECT r.*, k.warc_file, k.warc_offset
    FROM reports r
    LEFT JOIN captures k
        ON k.sha256 = r.sha256 AND k.outcome = 'ok' AND k.warc_file IS NOT NULL
    WHERE r.report_id = report_id
    QUALIFY row_number() OVER (
        ORDER BY k.url = r.document_url DESC NULLS LAST, k.fetched_at = r.retrieved_at DESC NULLS LAST,
            k.fetched_at, k.warc_file, k.warc_offset
    ) = 1
)
SELECT
    s.report_id, c.item, c.raw, c.value, c.state, c.unit, c.locator,
    s.url, s.document_url, s.retrieved_at, s.sha256, s.warc_file, s.warc_offset,
    i.row_label_zh, i.column_label_zh
FROM sources s
-- The report is named here as well, so that only its own cells are looked at.
LEFT JOIN (FROM cells k WHERE k.report_id = report_id) c ON item IS NULL OR c.item = item
LEFT JOIN items i
    ON i.item = c.item AND i.form = CASE c.section
        WHEN 'disclosure' THEN s.form_disclosure
        WHEN 'disputes' THEN coalesce(s.form_disputes, '2021')
        ELSE s.form_applications
    END
ORDER BY i.form, c.section, c.item;
