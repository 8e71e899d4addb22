-- What this site was built from.
SELECT
    'all' AS part,
    as_of::VARCHAR AS as_of,
    (SELECT max(build) FROM builds) AS build,
    EXISTS (FROM runs WHERE kind = 'demo') AS invented,
    (SELECT max(year) FROM reports) AS newest_year
FROM warehouse_info
ORDER BY part
