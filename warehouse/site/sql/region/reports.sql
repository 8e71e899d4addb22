-- The government's report that each year's values come from.
SELECT
    division_code AS part,
    year,
    any_value(report_id) AS report_id,
    any_value(scope) AS scope,
    any_value(url) AS url
FROM panel
GROUP BY division_code, year
ORDER BY part, year
