-- Who has published and who has not: every body that runs a site, every report year since 2019, and all else found.

-- Regulation of 2019, article 49; under that of 2008 31 March held for all. None is set for townships.
CREATE TEMP MACRO deadline_of(year, level) AS CASE
    WHEN level = 'township' THEN NULL
    WHEN year >= 2019 AND level IN ('department', 'central') THEN make_date(year + 1, 1, 31)
    ELSE make_date(year + 1, 3, 31)
END;

-- Every report once. Where two claim to be one body's of a year, that of the site's own name is, the others stand alone.
CREATE TEMP TABLE found AS
WITH levels AS (
    SELECT *, coalesce(publisher_level, level_by_name(publisher, division_code)) AS level FROM reports
), named AS (
    SELECT r.*, body(r.publisher, r.level, n) AS body FROM levels r LEFT JOIN places n USING (division_code)
)
SELECT
    r.*,
    row_number() OVER (
        PARTITION BY r.division_code, r.body, r.year ORDER BY b.publisher IS NULL, r.report_id
    ) AS turn,
    CASE
        WHEN r.status = 'unreadable' THEN 'unreadable'
        WHEN r.report_id NOT IN (SELECT report_id FROM tables_found) THEN 'no_table'
        WHEN r.status = 'partial' THEN 'partial'
        ELSE 'parsed'
    END AS reading
FROM named r
LEFT JOIN bodies b ON b.division_code = r.division_code AND b.publisher = r.publisher;

-- The body that a link's text names, if any.
CREATE TEMP MACRO body_named(link_text) AS regexp_replace(coalesce(
    nullif(regexp_extract(
        link_text, '[一-龥]{2,}?(人民政府办公[室厅]|人民政府|管理委员会|管委会|委员会|办公[室厅]|办事处|局|厅)'
    ), ''),
    nullif(regexp_extract(link_text, '^([一-龥]{2,}(乡|镇|街道|苏木))20', 1), '')
), '^(年度?|关于)+', '');

-- Reports that a list names but that were never read. A link may name another body than the site's own.
CREATE TEMP TABLE listed AS
WITH read AS (
    SELECT url FROM reports UNION SELECT document_url FROM reports
), links AS (
    SELECT
        c.*,
        try_cast(regexp_extract(c.link_text, '(20[0-9][0-9])', 1) AS BIGINT) AS year,
        body_named(c.link_text) AS named
    FROM captures c
    WHERE c.role IN ('report', 'attachment')
        AND c.url NOT IN (FROM read)
        AND (c.via IS NULL OR c.via NOT IN (FROM read))
), tried AS (
    SELECT
        s.division_code,
        coalesce(l.named, s.publisher) AS publisher,
        level_by_name(coalesce(l.named, s.publisher), s.division_code) AS level,
        l.year,
        l.site_id,
        l.url,
        l.outcome,
        l.fetched_at,
        coalesce(o.status, 'blocked') AS state,
        -- What came of a redirect says more than the redirect.
        l.outcome <> 'redirected' AS told
    FROM links l
    JOIN sites s USING (site_id)
    LEFT JOIN outcomes o USING (outcome)
    CROSS JOIN warehouse_info i
    WHERE l.year BETWEEN 2008 AND year(i.as_of)
)
SELECT
    division_code,
    body(publisher, level, n) AS body,
    arg_max(publisher, (told, fetched_at, url)) AS publisher,
    arg_max(level, (told, fetched_at, url)) AS level,
    year,
    arg_max(site_id, (told, fetched_at, url)) AS site_id,
    arg_max(url, (told, fetched_at, url)) AS url,
    CASE arg_max(state, (told, fetched_at, url))
        WHEN 'reached' THEN 'unreadable'
        WHEN 'not_found' THEN 'gone'
        ELSE arg_max(state, (told, fetched_at, url))
    END AS status,
    CASE arg_max(state, (told, fetched_at, url))
        WHEN 'reached' THEN 'no_report_read'
        ELSE arg_max(outcome, (told, fetched_at, url))
    END AS reason,
    min(fetched_at) AS first_seen
FROM tried
LEFT JOIN places n USING (division_code)
GROUP BY ALL;

-- The tables that a partly read report lacks.
CREATE TEMP TABLE tables_lacking AS
SELECT r.report_id, string_agg('no ' || w.section || ' table', ', ' ORDER BY w.n) AS lacking
FROM reports r
CROSS JOIN (VALUES (1, 'disclosure'), (2, 'applications'), (3, 'disputes')) w(n, section)
WHERE r.status = 'partial' AND NOT EXISTS (
    FROM tables_found t WHERE t.report_id = r.report_id AND t.section IN (w.section, 'statistics')
)
GROUP BY r.report_id;

INSERT INTO coverage BY NAME
WITH expected AS (
    SELECT b.*, y.year
    FROM bodies b
    CROSS JOIN warehouse_info i
    CROSS JOIN LATERAL (SELECT unnest(range(2019, year(i.as_of))) AS year) y
), merged AS (
    SELECT
        coalesce(f.division_code, e.division_code, l.division_code) AS division_code,
        coalesce(e.publisher, f.publisher, l.publisher) AS publisher,
        coalesce(f.level, e.level, l.level) AS publisher_level,
        coalesce(f.year, e.year, l.year) AS year,
        coalesce(f.reading, l.status, e.status) AS status,
        f.report_id,
        coalesce(l.reason, e.reason) AS lack,
        f.published_on,
        coalesce(f.site_id, l.site_id, e.site_id) AS site_id,
        coalesce(f.url, l.url, e.url) AS url,
        coalesce(f.first_seen, l.first_seen) AS first_seen
    FROM expected e
    FULL JOIN (FROM found WHERE turn = 1) f USING (division_code, body, year)
    FULL JOIN listed l USING (division_code, body, year)
    UNION ALL BY NAME
    SELECT
        division_code, publisher, level AS publisher_level, year,
        reading AS status, report_id, published_on, site_id, url, first_seen
    FROM found
    WHERE turn > 1
)
SELECT
    m.division_code,
    m.publisher,
    m.publisher_level,
    m.year,
    CASE
        WHEN m.report_id IS NULL AND m.status = 'not_found' AND i.as_of <= coalesce(
            deadline_of(m.year, m.publisher_level), make_date(m.year + 1, 3, 31)
        ) THEN 'not_due'
        ELSE m.status
    END AS status,
    m.report_id,
    CASE
        WHEN m.report_id IS NULL THEN m.lack
        WHEN m.status IN ('unreadable', 'no_table') THEN m.status
        WHEN m.status = 'partial' THEN coalesce(t.lacking, 'cells missing')
    END AS reason,
    m.published_on,
    deadline_of(m.year, m.publisher_level) AS deadline,
    date_diff('day', deadline_of(m.year, m.publisher_level), m.published_on) AS days_late,
    m.site_id,
    m.url,
    m.first_seen
FROM merged m
LEFT JOIN tables_lacking t USING (report_id)
CROSS JOIN warehouse_info i
ORDER BY m.division_code, m.publisher, m.year, m.report_id;
