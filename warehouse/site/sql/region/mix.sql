-- How requests ended, who asked, reviews and lawsuits: the cells as printed, null where no number is.
SELECT
    p.division_code AS part,
    p.year,
    list(c.item ORDER BY c.item) AS items,
    list(CASE WHEN c.state = 'number' THEN c.value END ORDER BY c.item) AS value
FROM (FROM report_index SEMI JOIN wanted ON part = division_code WHERE in_panel) p
JOIN stored.report_numbers n USING (report_id)
JOIN stored.cell_rows c USING (number)
WHERE c.section = 'disputes'
    OR (c.section = 'applications' AND (c."column" = 'total' OR c."row" = 'received'))
GROUP BY p.division_code, p.year
ORDER BY part, year
