-- The division, as it is now or was last.
SELECT
    division_code AS part,
    name,
    level,
    parent_code AS parent,
    province,
    prefecture,
    valid_to,
    successor_code AS successor
FROM divisions_now
SEMI JOIN regions USING (division_code)
ORDER BY part
