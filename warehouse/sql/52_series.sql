-- Regions over time.

-- Years without a report are rows too. The change's interval is Newcombe's (1998, method 10) from both Wilson intervals.
CREATE MACRO trend(indicator, division_code) AS TABLE
WITH own AS (
    FROM panel p WHERE p.indicator = indicator AND p.division_code = division_code
), years AS (
    SELECT unnest(range(min(own.year), max(own.year) + 1)) AS year FROM own
), series AS (
    SELECT
        y.year, o.place, o.value, o.numerator, o.denominator, o.low, o.high,
        CASE WHEN o.year IS NULL THEN 'no_report' ELSE o.flag END AS flag,
        o.doubts, o.series_break,
        CASE WHEN o.series_break IS NULL THEN lag(o) OVER (ORDER BY y.year) END AS last,
        o.report_id, o.url
    FROM years y
    LEFT JOIN own o ON o.year = y.year
)
SELECT
    year, place, value, numerator, denominator, low, high, flag, doubts, series_break,
    value - last.value AS change,
    value - last.value - sqrt((value - low) ** 2 + (last.high - last.value) ** 2) AS change_low,
    value - last.value + sqrt((high - value) ** 2 + (last.value - last.low) ** 2) AS change_high,
    report_id, url
FROM series
ORDER BY year;
