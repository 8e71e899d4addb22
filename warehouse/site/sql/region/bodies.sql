-- Who should report there and who has: a row a body, with its years.
SELECT
    division_code AS part,
    publisher,
    publisher_level AS level,
    list(year ORDER BY year, report_id) AS years,
    list(status ORDER BY year, report_id) AS status,
    list(report_id ORDER BY year, report_id) AS reports,
    list(days_late ORDER BY year, report_id) AS days_late,
    list(reason ORDER BY year, report_id) AS reasons,
    min(site_id) AS site
FROM coverage
SEMI JOIN wanted ON part = division_code
GROUP BY division_code, publisher, publisher_level
ORDER BY
    part,
    list_position(['central', 'province', 'prefecture', 'county', 'zone', 'township', 'department'], level),
    publisher
