-- Every indicator of the government's own report over the years.
SELECT
    division_code AS part,
    indicator,
    list(year ORDER BY year) AS years,
    list(round(value, 6) ORDER BY year) AS value,
    list(numerator ORDER BY year) AS numerator,
    list(denominator ORDER BY year) AS denominator,
    list(round(low, 4) ORDER BY year) AS low,
    list(round(high, 4) ORDER BY year) AS high,
    list(flag ORDER BY year) AS flag,
    list(doubts ORDER BY year) AS doubts,
    list(series ORDER BY year) AS series,
    list(series_break ORDER BY year) AS series_break
FROM panel
GROUP BY division_code, indicator
ORDER BY part, indicator
