-- All that is told of a division's bodies.
SELECT
    division_code AS part,
    sum(hash(publisher, publisher_level, year, status, report_id, days_late, reason, site_id)) AS digest,
    count(DISTINCT (publisher, publisher_level)) AS n
FROM coverage
GROUP BY division_code
