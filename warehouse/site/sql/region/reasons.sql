-- Why requests were not granted, row by row of the form: null where no number is printed.
SELECT
    p.division_code AS part, p.year, c."row" AS outcome,
    CASE WHEN c.state = 'number' THEN c.value END AS value
FROM (FROM report_index SEMI JOIN wanted ON part = division_code WHERE in_panel) p
JOIN stored.report_numbers n USING (report_id)
JOIN stored.cell_rows c USING (number)
WHERE c.section = 'applications'
    AND c."column" = 'total'
    AND NOT starts_with(c."row", 'granted')
    AND c."row" NOT IN ('received', 'carried_in', 'concluded', 'carried_out')
ORDER BY part, year, outcome
