-- Questions that analysts ask, as table macros. Rows without a value stand last, unranked, with the flag that says why.

CREATE MACRO compare(indicator, year, level := NULL) AS TABLE
SELECT
    CASE WHEN p.value IS NOT NULL THEN rank() OVER (ORDER BY p.value DESC NULLS LAST) END AS rank,
    p.division_code, p.place, p.province, p.prefecture, p.level,
    p.value, p.numerator, p.denominator, p.low, p.high, p.flag, p.doubts, p.scope, p.report_id, p.url
FROM panel p
WHERE p.indicator = indicator AND p.year = year AND (level IS NULL OR p.level = level)
ORDER BY p.value DESC NULLS LAST, p.division_code;

CREATE MACRO trend(indicator, division_code) AS TABLE
SELECT
    p.year, p.place,
    p.value, p.numerator, p.denominator, p.low, p.high, p.flag, p.doubts,
    p.series_break,
    CASE
        WHEN p.series_break IS NULL AND lag(p.year) OVER (ORDER BY p.year) = p.year - 1
            THEN p.value - lag(p.value) OVER (ORDER BY p.year)
    END AS change,
    p.report_id, p.url
FROM panel p
WHERE p.indicator = indicator AND p.division_code = division_code
ORDER BY p.year;

CREATE MACRO peers(division_code, year, indicator) AS TABLE
SELECT
    CASE WHEN p.value IS NOT NULL THEN rank() OVER (ORDER BY p.value DESC NULLS LAST) END AS rank,
    p.division_code, p.place, p.prefecture,
    p.division_code = division_code AS self,
    p.value,
    median(p.value) OVER () AS median,
    count(p.value) OVER () AS n,
    p.numerator, p.denominator, p.low, p.high, p.flag, p.doubts, p.report_id, p.url
FROM panel p
JOIN panel me ON me.division_code = division_code AND me.year = year AND me.indicator = indicator
WHERE p.indicator = indicator
    AND p.year = year
    AND p.level = me.level
    AND (me.level = 'province' OR p.division_code[:2] = me.division_code[:2])
ORDER BY p.value DESC NULLS LAST, p.division_code;

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
LEFT JOIN cells c ON c.report_id = s.report_id AND (item IS NULL OR c.item = item)
LEFT JOIN items i
    ON i.item = c.item AND i.form = CASE c.section
        WHEN 'disclosure' THEN s.form_disclosure
        WHEN 'disputes' THEN coalesce(s.form_disputes, '2021')
        ELSE s.form_applications
    END
ORDER BY i.form, c.section, c.item;
