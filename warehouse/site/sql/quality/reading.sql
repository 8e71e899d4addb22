-- How cells were read, by kind of document and state.
SELECT
    'all' AS part, coalesce(r.media_type, '') AS media_type, c.state,
    count(*) AS cells, count(DISTINCT r.report_id) AS reports
FROM stored.cell_rows c
JOIN stored.report_numbers n USING (number)
JOIN reports r USING (report_id)
GROUP BY ALL
ORDER BY media_type, state
