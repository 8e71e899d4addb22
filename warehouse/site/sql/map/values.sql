-- An indicator by year and province: the province government's own value, and the median of its prefectures and
-- counties with how many of how many reports have one (of the newest definition in the nation), how many of those are
-- consolidated figures, and the definition (series). 000000: central bodies.
WITH standing AS (
    SELECT
        indicator, year, level, division_code[:2] || '0000' AS code, value, low, high, flag,
        scope, series, series = max(series) FILTER (value IS NOT NULL) OVER (PARTITION BY indicator, year, level) AS newest
    FROM figures
    SEMI JOIN wanted ON part = indicator
    UNION ALL
    SELECT
        indicator, year, 'central', '000000', value, NULL, NULL, flag, scope, series,
        series = max(series) FILTER (value IS NOT NULL) OVER (PARTITION BY indicator, year)
    FROM central_figures
    SEMI JOIN wanted ON part = indicator
)
SELECT
    indicator AS part,
    year,
    code,
    round(any_value(value) FILTER (level = 'province'), 6) AS own,
    round(any_value(low) FILTER (level = 'province'), 4) AS low,
    round(any_value(high) FILTER (level = 'province'), 4) AS high,
    any_value(flag) FILTER (level = 'province') AS flag,
    any_value(scope) FILTER (level = 'province') AS scope,
    count(*) FILTER (level = 'province') AS own_reports,
    any_value(series) FILTER (level = 'province' AND value IS NOT NULL) AS own_series,
    bool_or(NOT newest AND value IS NOT NULL) FILTER (level = 'province') AS older,
    round(median(value) FILTER (newest AND level = 'prefecture'), 6) AS prefecture_median,
    count(value) FILTER (newest AND level = 'prefecture') AS prefecture_n,
    count(*) FILTER (level = 'prefecture') AS prefecture_reports,
    count(value) FILTER (newest AND level = 'prefecture' AND scope = 'consolidated') AS prefecture_consolidated,
    max(series) FILTER (newest AND level = 'prefecture') AS prefecture_series,
    round(median(value) FILTER (newest AND level = 'county'), 6) AS county_median,
    count(value) FILTER (newest AND level = 'county') AS county_n,
    count(*) FILTER (level = 'county') AS county_reports,
    count(value) FILTER (newest AND level = 'county' AND scope = 'consolidated') AS county_consolidated,
    max(series) FILTER (newest AND level = 'county') AS county_series,
    round(median(value) FILTER (newest AND level = 'central'), 6) AS central_median,
    count(value) FILTER (newest AND level = 'central') AS central_n,
    count(*) FILTER (level = 'central') AS central_reports,
    count(value) FILTER (newest AND level = 'central' AND scope = 'consolidated') AS central_consolidated
FROM standing
GROUP BY indicator, year, code
ORDER BY part, year, code
