-- The panel: division × year × indicator, from one report of the government itself.

-- Of several the consolidated one, then the better read, then the first by identifier; never an office's or a department's.
CREATE TEMP TABLE government_reports AS
SELECT *
FROM reports
WHERE publisher_level IN ('province', 'prefecture', 'county')
QUALIFY row_number() OVER (
    PARTITION BY division_code, year
    ORDER BY
        list_position(['consolidated', 'unknown', 'own'], scope),
        list_position(['ok', 'partial', 'no_report', 'unreadable'], status),
        report_id
) = 1;

-- Names by code: the newest span, for a code never moves to another province.
CREATE TEMP TABLE division_names AS
SELECT *
FROM divisions
QUALIFY row_number() OVER (PARTITION BY division_code ORDER BY valid_from DESC NULLS LAST) = 1;

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
        v.report_id,
        r.url
    FROM indicator_values v
    JOIN government_reports r USING (report_id)
    LEFT JOIN division_names d ON d.division_code = v.division_code
), before AS (
    SELECT
        *,
        lag(CASE WHEN value IS NOT NULL THEN series END IGNORE NULLS) OVER years AS series_before,
        lag(CASE WHEN value IS NOT NULL THEN scope END IGNORE NULLS) OVER years AS scope_before
    FROM valued
    WINDOW years AS (PARTITION BY indicator, division_code ORDER BY year)
)
SELECT
    division_code, place, level, province, prefecture, year, indicator,
    value, numerator, denominator, low, high, flag, doubts, scope,
    CASE
        WHEN value IS NULL OR series_before IS NULL THEN NULL
        WHEN series <> series_before THEN 'definition'
        WHEN 'unknown' NOT IN (scope, scope_before) AND scope <> scope_before THEN 'scope'
    END AS series_break,
    report_id,
    url
FROM before
ORDER BY indicator, year, division_code;
