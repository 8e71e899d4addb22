-- What builds of the warehouse changed of it.
SELECT
    s.part, c.report_id AS id, c.build, b.built_at, c.change, c.item, c.old_state, c.new_state, c.old_raw, c.new_raw
FROM changes c
JOIN builds b USING (build)
JOIN report_parts s USING (report_id)
WHERE c.change <> 'added'
ORDER BY part, id, build, item NULLS FIRST
