-- Regions compared. Only governments' own reports, one a region (panel). Rows without a value stand last,
-- unranked, with the flag that says why; equal values share a rank.

-- The first digits that all divisions within one share: 13 for 130000, 1311 for 131100 or 1311; none for NULL.
CREATE MACRO division_prefix(code) AS regexp_replace(coalesce(code, ''), '(00){1,2}$$', '');

-- Values of different definitions (series) are ranked apart, those of the newest form first.
CREATE MACRO compare(indicator, year, level := NULL, within := NULL) AS TABLE
SELECT
    CASE WHEN p.value IS NOT NULL THEN rank() OVER (PARTITION BY p.series ORDER BY p.value DESC NULLS LAST) END AS rank,
    CASE WHEN p.value IS NOT NULL THEN count(*) OVER (PARTITION BY p.series, p.value) END AS ties,
    count(p.value) OVER (PARTITION BY p.series) AS n,
    p.division_code, p.place, p.province, p.prefecture, p.level,
    p.value, p.numerator, p.denominator, p.low, p.high, p.flag, p.doubts, p.scope, p.series, p.report_id, p.url
FROM panel p
WHERE p.indicator = indicator
    AND p.year = year
    AND (level IS NULL OR p.level = level)
    AND starts_with(p.division_code, division_prefix(within))
ORDER BY p.value IS NULL, p.series DESC, p.value DESC NULLS LAST, p.division_code;

-- Peers: the regions of one level, in the same province, prefecture or the whole nation (a province: always the nation).
-- As above, those of another definition are ranked apart.
CREATE MACRO peers(division_code, year, indicator, within := 'province') AS TABLE
WITH me AS (
    SELECT
        p.level,
        CASE
            WHEN p.level = 'province' OR within = 'nation' THEN ''
            WHEN within = 'province' THEN p.division_code[:2]
            WHEN within = 'prefecture' THEN p.division_code[:4]
            ELSE error('peers: within is province, prefecture or nation')
        END AS prefix
    FROM panel p
    WHERE p.indicator = indicator AND p.year = year AND p.division_code = division_code
)
SELECT
    CASE WHEN p.value IS NOT NULL THEN rank() OVER (PARTITION BY p.series ORDER BY p.value DESC NULLS LAST) END AS rank,
    CASE WHEN p.value IS NOT NULL THEN count(*) OVER (PARTITION BY p.series, p.value) END AS ties,
    p.division_code, p.place, p.prefecture,
    p.division_code = division_code AS self,
    p.value,
    quantile_cont(p.value, 0.25) OVER same AS lower_quartile,
    median(p.value) OVER same AS median,
    quantile_cont(p.value, 0.75) OVER same AS upper_quartile,
    count(p.value) OVER same AS n,
    p.numerator, p.denominator, p.low, p.high, p.flag, p.doubts, p.series, p.report_id, p.url
FROM panel p
JOIN me ON p.level = me.level AND starts_with(p.division_code, me.prefix)
WHERE p.indicator = indicator AND p.year = year
WINDOW same AS (PARTITION BY p.series)
ORDER BY p.value IS NULL, p.series DESC, p.value DESC NULLS LAST, p.division_code;

-- The newest value of every region; years_before = how many years older than the newest of all.
CREATE MACRO latest(indicator, level := NULL, within := NULL) AS TABLE
WITH newest AS (
    FROM panel p
    WHERE p.indicator = indicator
        AND p.value IS NOT NULL
        AND (level IS NULL OR p.level = level)
        AND starts_with(p.division_code, division_prefix(within))
    QUALIFY row_number() OVER (PARTITION BY p.division_code ORDER BY p.year DESC) = 1
)
SELECT
    n.division_code, n.place, n.province, n.prefecture, n.level, n.year,
    max(n.year) OVER () - n.year AS years_before,
    n.value, n.numerator, n.denominator, n.low, n.high, n.flag, n.doubts, n.scope, n.series, n.report_id, n.url
FROM newest n
ORDER BY n.division_code;

-- Provinces for a map: the province government's own value, and its divisions of a level pooled (sums over sums, of
-- those with a value of the newest definition in the nation), each with how many stand behind it.
CREATE MACRO province_map(indicator, year, level := 'county') AS TABLE
WITH parts AS (
    SELECT p.*, p.value IS NOT NULL AND p.series = max(p.series) FILTER (p.value IS NOT NULL) OVER () AS counts
    FROM panel p
    WHERE p.indicator = indicator AND p.year = year AND p.level = level
), pooled AS (
    SELECT
        p.division_code[:2] || '0000' AS division_code,
        count(*) FILTER (p.counts) AS n,
        count(*) AS reports,
        median(p.value) FILTER (p.counts) AS median,
        sum(p.numerator) FILTER (p.counts) AS numerator,
        sum(p.denominator) FILTER (p.counts) AS denominator,
        max(p.series) FILTER (p.counts) AS series
    FROM parts p
    GROUP BY ALL
)
SELECT
    t.division_code, t.short_name, t.name_en, t.tile_row, t.tile_column,
    own.value, own.low, own.high, own.flag, own.series, own.url,
    coalesce(b.n, 0) AS n,
    coalesce(b.reports, 0) AS reports,
    b.median,
    b.numerator AS pooled_numerator,
    b.denominator AS pooled_denominator,
    b.series AS pooled_series
FROM map_tiles t
LEFT JOIN pooled b USING (division_code)
LEFT JOIN panel own
    ON own.division_code = t.division_code AND own.indicator = indicator AND own.year = year
ORDER BY t.division_code;
