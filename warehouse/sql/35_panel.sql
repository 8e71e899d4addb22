-- The panel: division × year × indicator, from one report of the government itself.

CREATE TABLE panel AS
WITH valued AS (
    SELECT
        v.division_code,
        coalesce(r.place, d.name) AS place,
        r.publisher_level AS level,
        coalesce(nullif(d.province, ''), CASE WHEN d.level = 'province' THEN d.name END) AS province,
        coalesce(nullif(d.prefecture, ''), CASE WHEN d.level = 'prefecture' THEN d.name END) AS prefecture,
        v.* EXCLUDE (division_code, publisher, report_id),
        r.scope,
        x.boundary_year,
        x.today_code,
        v.report_id,
        r.url
    FROM indicator_values v
    JOIN report_index x USING (report_id)
    JOIN reports r USING (report_id)
    LEFT JOIN division_names d ON d.division_code = v.division_code
    WHERE x.in_panel
), before AS (
    SELECT
        *,
        lag(CASE WHEN value IS NOT NULL THEN series END IGNORE NULLS) OVER years AS series_before,
        lag(CASE WHEN value IS NOT NULL THEN scope END IGNORE NULLS) OVER years AS scope_before,
        lag(CASE WHEN value IS NOT NULL THEN year END IGNORE NULLS) OVER years AS year_before
    FROM valued
    WINDOW years AS (PARTITION BY indicator, division_code ORDER BY year)
)
SELECT
    division_code, place, level, province, prefecture, year, indicator,
    value, numerator, denominator, low, high, flag, doubts, scope, series,
    CASE
        WHEN value IS NULL OR series_before IS NULL THEN NULL
        WHEN series <> series_before THEN 'definition'
        WHEN boundary_year > year_before THEN 'boundary'
        WHEN scope = scope_before THEN NULL
        WHEN 'unknown' NOT IN (scope, scope_before) THEN 'scope'
        ELSE 'scope_unknown'
    END AS series_break,
    today_code,
    report_id,
    url
FROM before
ORDER BY indicator, year, division_code;
