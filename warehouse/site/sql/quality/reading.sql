-- How cells were read, by kind of document and state: those with a number are counted in the wide rows, the others are
-- among what is unusual there, each with its code (cells/pack.py).
WITH tables AS (
    SELECT number, cells, numbers, odd_codes FROM stored.disclosure_cells
    UNION ALL
    SELECT number, cells, numbers, odd_codes FROM stored.applications_cells
    UNION ALL
    SELECT number, cells, numbers, odd_codes FROM stored.disputes_cells
    UNION ALL
    SELECT number, cells, numbers, odd_codes FROM stored.statistics_cells
), states AS (
    SELECT number, 'number' AS state, numbers AS cells FROM tables WHERE numbers > 0
    UNION ALL
    SELECT number, ['missing', 'unreadable', NULL, 'placeholder', 'blank'][code], 1
    FROM (SELECT number, unnest(odd_codes) AS code FROM tables WHERE numbers < cells)
    WHERE code IN (1, 2, 4, 5)
), by_report AS (
    SELECT number, state, sum(cells) AS cells FROM states GROUP BY number, state
)
SELECT
    'all' AS part, coalesce(r.media_type, '') AS media_type, c.state,
    sum(c.cells)::BIGINT AS cells, count(*) AS reports
FROM by_report c
JOIN stored.report_numbers n USING (number)
JOIN reports r USING (report_id)
GROUP BY ALL
ORDER BY media_type, state
