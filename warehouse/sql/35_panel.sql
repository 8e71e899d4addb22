-- The panel: division × year × indicator, from one report of the government itself.

-- How many divisions of a year are, or lie in, one of today.
CREATE TEMP TABLE parts_due AS
SELECT t.today_code, y.year, count(*) AS parts
FROM division_today t
JOIN (SELECT DISTINCT year FROM report_index) y
    ON y.year BETWEEN coalesce(t.valid_from, 0) AND coalesce(t.valid_to, 9999)
GROUP BY ALL;

-- What the panel says of a report, once and not once an indicator: its texts are nine tenths of it.
CREATE TABLE stored.governments AS
SELECT
    x.report_no,
    x.division_code,
    n.lineage,
    coalesce(r.place, d.name) AS place,
    r.publisher_level AS level,
    coalesce(nullif(d.province, ''), CASE WHEN d.level = 'province' THEN d.name END) AS province,
    coalesce(nullif(d.prefecture, ''), CASE WHEN d.level = 'prefecture' THEN d.name END) AS prefecture,
    x.scope,
    x.year,
    x.boundary_year,
    x.today_code,
    u.parts AS today_parts,
    x.report_id,
    r.url
FROM report_index x
JOIN reports r USING (report_id)
JOIN numbered n USING (report_id)
LEFT JOIN division_names d ON d.division_code = x.division_code
LEFT JOIN parts_due u ON u.today_code = x.today_code AND u.year = x.year
WHERE x.in_panel
ORDER BY x.report_no;

-- Where a value is not comparable with the last one before it; most are, so there are few rows.
CREATE TABLE stored.series_breaks AS
WITH valued AS (
    SELECT
        f.indicator_no, f.report_no, f.series, g.scope, g.boundary_year,
        lag((f.series, g.scope, g.year)) OVER (PARTITION BY f.indicator_no, g.lineage ORDER BY g.year) AS last
    FROM stored.indicator_facts f
    JOIN stored.governments g USING (report_no)
    WHERE NOT f.corrected AND (f.flag IS NULL OR f.flag = 'small_n')
)
SELECT indicator_no, report_no, CASE
    WHEN series <> last[1] THEN 'definition'
    WHEN boundary_year > last[3] THEN 'boundary'
    WHEN scope = last[2] THEN NULL
    WHEN 'unknown' NOT IN (scope, last[2]) THEN 'scope'
    ELSE 'scope_unknown'
END AS series_break
FROM valued
WHERE last IS NOT NULL AND series_break IS NOT NULL
ORDER BY indicator_no, report_no;

-- The reports are chosen before anything is worked out: most are no government's.
CREATE VIEW panel AS
SELECT
    x.division_code, x.place, x.level, x.province, x.prefecture, x.year,
$worked_out,
    x.scope, b.series_break, x.today_code, x.today_parts, x.report_id, x.url
FROM stored.governments x
$of_facts
LEFT JOIN stored.series_breaks b ON b.indicator_no = f.indicator_no AND b.report_no = f.report_no;
