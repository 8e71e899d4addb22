-- Cells of which there is more to say than their number: another state, another text, what the sums give.
WITH units AS (SELECT item, any_value(unit) AS unit FROM form_places GROUP BY item)
SELECT
    s.part,
    s.report_id AS id,
    c.item,
    CASE WHEN c.state <> 'number' THEN c.state END AS state,
    CASE WHEN c.raw IS DISTINCT FROM TRY_CAST(c.value AS BIGINT)::VARCHAR THEN c.raw END AS raw,
    CASE WHEN c.state = 'number' AND c.unit IS DISTINCT FROM u.unit THEN coalesce(c.unit, '') END AS unit,
    CASE WHEN c.computed IS DISTINCT FROM c.value THEN c.computed END AS computed,
    c.suggested,
    c.locator
FROM wanted_cells c
JOIN report_parts s USING (report_id)
JOIN units u USING (item)
ORDER BY part, id, item
