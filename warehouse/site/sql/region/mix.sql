-- How requests ended, who asked, reviews and lawsuits: the parts of each whole. A part is the sum of the cells that
-- print a number, `told` of `cells`; the whole is as printed too, null where it is not (or not in every row).
WITH printed AS (
    SELECT
        p.division_code, p.year, c."row" AS outcome, c."column" AS who, c.section,
        CASE WHEN c.state = 'number' THEN c.value END AS number
    FROM (FROM report_index SEMI JOIN wanted ON part = division_code WHERE in_panel) p
    JOIN stored.report_numbers n USING (report_id)
    JOIN stored.cell_rows c USING (number)
    WHERE c.section IN ('applications', 'disputes')
), placed AS (
    SELECT
        division_code, year, number, 'outcomes' AS chart, outcome = 'concluded' AS is_whole,
        CASE WHEN starts_with(outcome, 'granted') THEN outcome ELSE split_part(outcome, '_', 1) END AS block
    FROM printed
    WHERE section = 'applications' AND who = 'total' AND outcome NOT IN ('received', 'carried_in', 'carried_out')
    UNION ALL
    SELECT division_code, year, number, 'applicants', who = 'total', who
    FROM printed
    WHERE section = 'applications' AND outcome = 'received'
    UNION ALL
    SELECT division_code, year, number, 'disputes', who = 'total', who
    FROM printed
    WHERE section = 'disputes'
), wholes AS (
    SELECT division_code, year, chart, CASE WHEN count(number) = count(*) THEN sum(number) END AS whole
    FROM placed
    WHERE is_whole
    GROUP BY ALL
)
SELECT
    division_code AS part, year, chart, block,
    sum(number) AS value,
    count(*) AS cells,
    count(number) AS told,
    any_value(whole) AS whole
FROM placed
LEFT JOIN wholes USING (division_code, year, chart)
WHERE NOT is_whole
GROUP BY division_code, year, chart, block
ORDER BY part, chart, year, block
