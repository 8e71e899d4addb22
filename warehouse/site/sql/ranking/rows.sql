-- The regions of one indicator and year, ranked among those of their level and definition: in the nation and in
-- their province. Equal values share a rank; without a value there is none, and the flag says why. `older`: by the definition of an
-- older form than the newest of its level; `scope`: own figures and consolidated ones stand in one ranking.
SELECT
    indicator || '-' || year AS part,
    division_code AS code,
    level,
    round(value, 6) AS value,
    numerator,
    denominator,
    round(low, 4) AS low,
    round(high, 4) AS high,
    flag,
    doubts,
    series,
    nullif(series < max(series) FILTER (value IS NOT NULL) OVER form, false) AS older,
    scope,
    CASE WHEN value IS NOT NULL THEN rank() OVER nation END AS rank,
    CASE WHEN value IS NOT NULL THEN count(*) OVER (PARTITION BY indicator, year, level, series, value) END AS ties,
    CASE WHEN value IS NOT NULL THEN rank() OVER own END AS own_rank,
    CASE WHEN value IS NOT NULL THEN
        count(*) OVER (PARTITION BY indicator, year, level, series, division_code[:2], value)
    END AS own_ties
FROM figures
SEMI JOIN wanted ON part = indicator || '-' || year
WINDOW
    form AS (PARTITION BY indicator, year, level),
    nation AS (PARTITION BY indicator, year, level, series ORDER BY value DESC NULLS LAST),
    own AS (PARTITION BY indicator, year, level, series, division_code[:2] ORDER BY value DESC NULLS LAST)
ORDER BY part, value IS NULL, series DESC, value DESC, code
