-- The governments of a year with the one report of each that is compared.
SELECT
    year AS part,
    division_code AS code,
    place,
    province,
    level,
    scope,
    report_id
FROM panel
WHERE indicator = 'received'
ORDER BY part, code
