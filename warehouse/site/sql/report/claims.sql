-- What the prose states.
SELECT s.part, c.report_id AS id, c.claim, c.value, c.sentence, c.item, c.agrees
FROM claims c
JOIN report_parts s USING (report_id)
ORDER BY part, id, claim, sentence, value
