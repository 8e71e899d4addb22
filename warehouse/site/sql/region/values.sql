-- A government's own report of each year, with every indicator in the order of core/indicators.
WITH held AS (
    SELECT x.division_code, x.year, x.report_id, r.scope, r.url
    FROM report_index x
    JOIN reports r USING (report_id)
    SEMI JOIN wanted ON part = x.division_code
    WHERE x.in_panel
), numbered AS (SELECT indicator, row_number() OVER () AS n FROM indicators)
SELECT
    h.division_code AS part,
    h.year,
    any_value(h.report_id) AS report_id,
    any_value(h.scope) AS scope,
    any_value(h.url) AS url,
    list(round(p.value, 6) ORDER BY i.n) AS value,
    list(p.numerator ORDER BY i.n) AS numerator,
    list(p.denominator ORDER BY i.n) AS denominator,
    list(round(p.low, 4) ORDER BY i.n) AS low,
    list(round(p.high, 4) ORDER BY i.n) AS high,
    list(p.flag ORDER BY i.n) AS flag,
    list(p.doubts ORDER BY i.n) AS doubts,
    list(p.series ORDER BY i.n) AS series,
    list(p.series_break ORDER BY i.n) AS series_break
FROM held h
CROSS JOIN numbered i
LEFT JOIN figures p ON p.division_code = h.division_code AND p.year = h.year AND p.indicator = i.indicator
GROUP BY h.division_code, h.year
ORDER BY part, year
