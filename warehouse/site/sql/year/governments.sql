-- The governments of a year with the one report of each that is compared.
SELECT
    year AS part,
    division_code AS code,
    any_value(place) AS place,
    any_value(province) AS province,
    any_value(level) AS level,
    any_value(scope) AS scope,
    any_value(report_id) AS report_id
FROM panel
GROUP BY year, division_code
ORDER BY part, code
