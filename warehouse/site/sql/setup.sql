SET enable_progress_bar = false;

-- What several queries of the site share. Temporary, in the connection that builds it.

-- Where each report stands: a part of the site holds the reports of one division and year.
CREATE TEMP TABLE report_parts AS
SELECT report_id, division_code || '/' || year AS part, division_code, year
FROM reports;

-- The cells of each form, numbered as the form prints them.
CREATE TEMP TABLE form_places AS
SELECT
    form,
    CASE WHEN form = '2014' THEN 'statistics' ELSE section END AS section,
    item,
    unit,
    (row_number() OVER (PARTITION BY form, CASE WHEN form = '2014' THEN 'statistics' ELSE section END ORDER BY n) - 1)::SMALLINT AS place
FROM (SELECT *, row_number() OVER () AS n FROM items);

-- The parts that are to be written now.
CREATE TEMP TABLE wanted (part VARCHAR);

-- The fetch that brought the bytes that were read, as macro trace finds it.
CREATE TEMP TABLE archived AS
SELECT r.report_id, k.warc_file, k.warc_offset
FROM reports r
JOIN captures k ON k.sha256 = r.sha256 AND k.outcome = 'ok' AND k.warc_file IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY r.report_id
    ORDER BY k.url = r.document_url DESC NULLS LAST, k.fetched_at = r.retrieved_at DESC NULLS LAST,
        k.fetched_at, k.warc_file, k.warc_offset
) = 1;

-- Every division as it is now or was last.
CREATE TEMP TABLE divisions_now AS
FROM divisions
WHERE valid_to IS NULL OR division_code IN (SELECT division_code FROM coverage)
QUALIFY row_number() OVER (PARTITION BY division_code ORDER BY valid_from DESC NULLS LAST) = 1;

-- Those that have something to show: a body that should report, or one in a division within.
CREATE TEMP TABLE regions AS
WITH there AS (SELECT DISTINCT division_code FROM coverage), around AS (
    SELECT division_code[:2] || '0000' AS division_code FROM there
    UNION
    SELECT division_code[:4] || '00' FROM there
)
SELECT division_code FROM there
UNION
SELECT division_code FROM divisions_now SEMI JOIN around USING (division_code);

-- The panel once, for all that is worked out from it: as a view it is worked out anew for each who asks.
CREATE TEMP TABLE figures AS
SELECT
    indicator, year, level, division_code, value, numerator, denominator, low, high, flag, doubts, series,
    series_break, corrected, scope
FROM panel;

-- And in place of the view from here on: the same rows and columns, each from where it stands once.
CREATE TEMP VIEW panel AS
SELECT
    g.division_code, g.place, g.level, g.province, g.prefecture, g.year, f.indicator, f.value, f.numerator, f.denominator,
    f.low, f.high, f.flag, f.doubts, f.series, f.corrected, g.scope, f.series_break, g.today_code, g.today_parts, g.report_id,
    g.url
FROM figures f
JOIN stored.governments g ON g.division_code = f.division_code AND g.year = f.year;

-- Those of central bodies, which no panel has: found by their division first, for there are as many indicators as reports of
-- all the others, each to be worked out.
CREATE TEMP TABLE central_figures AS
SELECT v.indicator, v.publisher, v.year, v.value, v.flag, v.series, x.scope
FROM indicator_values v
JOIN report_index x USING (report_no)
WHERE v.division_code = '000000' AND x.publisher_level = 'central';

-- The layouts by a digest of what each holds, for a layout's own number is chance.
CREATE TEMP TABLE layout_names AS
SELECT
    layout,
    left(md5("group" || string_agg(chr(10) || place || coalesce(' ' || locator, '') ORDER BY place)), 16) AS name,
    count(*) AS places
FROM stored.layouts
GROUP BY layout, "group";

-- By which a change of anything in a report's cells is told without reading them one by one: their wide rows, and where on
-- the page each stands.
CREATE TEMP TABLE cell_digests AS
WITH found AS (
    SELECT number, layout, cells, hash(*COLUMNS(* EXCLUDE (number, layout))) AS digest FROM stored.disclosure_cells
    UNION ALL
    SELECT number, layout, cells, hash(*COLUMNS(* EXCLUDE (number, layout))) AS digest FROM stored.applications_cells
    UNION ALL
    SELECT number, layout, cells, hash(*COLUMNS(* EXCLUDE (number, layout))) AS digest FROM stored.disputes_cells
    UNION ALL
    SELECT number, layout, cells, hash(*COLUMNS(* EXCLUDE (number, layout))) AS digest FROM stored.statistics_cells
)
SELECT n.report_id, sum(f.cells)::BIGINT AS cells, sum(hash(f.digest, l.name)) AS digest
FROM found f
JOIN layout_names l USING (layout)
JOIN stored.report_numbers n USING (number)
GROUP BY n.report_id;
