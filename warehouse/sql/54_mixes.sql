-- What a number is made of: how requests ended and who asked. One division's own report or, with a level, all
-- reports of that level within it, summed over those that print both the part and the whole.

-- Whether a government is the division itself or, where a level is given, one of that level within it.
CREATE MACRO is_of(code, own_level, division, of_level) AS CASE
    WHEN of_level IS NULL THEN code = division
    ELSE own_level = of_level AND starts_with(code, division_prefix(division))
END;

CREATE MACRO outcome_mix(division_code, year, level := NULL) AS TABLE
WITH printed AS (
    SELECT c.report_id, c."row" AS outcome, c.value
    FROM panel p
    JOIN cells c USING (report_id)
    WHERE p.indicator = 'concluded' AND p.year = year AND is_of(p.division_code, p.level, division_code, level)
        AND c.section = 'applications' AND c."column" = 'total'
), wholes AS (
    SELECT report_id, value FROM printed WHERE outcome = 'concluded' AND value IS NOT NULL
), labels AS (
    SELECT "row" AS outcome, min(position) AS position, arg_max(row_label_zh, form) AS label_zh
    FROM (SELECT *, row_number() OVER (PARTITION BY form) AS position FROM items WHERE section = 'applications')
    GROUP BY "row"
)
SELECT
    CASE WHEN starts_with(p.outcome, 'granted') THEN 'granted' ELSE split_part(p.outcome, '_', 1) END AS block,
    p.outcome,
    any_value(l.label_zh) AS label_zh,
    sum(p.value) AS value,
    sum(w.value) FILTER (p.value IS NOT NULL) AS concluded,
    sum(p.value) / nullif(sum(w.value) FILTER (p.value IS NOT NULL), 0) AS share,
    count(p.value) AS reports,
    count(*) - count(p.value) AS not_told
FROM printed p
JOIN wholes w USING (report_id)
JOIN labels l USING (outcome)
WHERE p.outcome NOT IN ('received', 'carried_in', 'concluded', 'carried_out')
GROUP BY p.outcome
ORDER BY any_value(l.position);

CREATE MACRO applicant_mix(division_code, year, level := NULL) AS TABLE
WITH printed AS (
    SELECT c.report_id, c."column" AS applicant, c.item, c.value
    FROM panel p
    JOIN cells c USING (report_id)
    WHERE p.indicator = 'concluded' AND p.year = year AND is_of(p.division_code, p.level, division_code, level)
        AND c.section = 'applications' AND c."row" = 'received'
), wholes AS (
    SELECT report_id, value FROM printed WHERE applicant = 'total' AND value IS NOT NULL
), labels AS (
    SELECT item, min(position) AS position, arg_max(column_label_zh, form) AS label_zh
    FROM (SELECT *, row_number() OVER (PARTITION BY form) AS position FROM items WHERE section = 'applications')
    GROUP BY item
)
SELECT
    p.applicant,
    any_value(l.label_zh) AS label_zh,
    sum(p.value) AS value,
    sum(w.value) FILTER (p.value IS NOT NULL) AS received,
    sum(p.value) / nullif(sum(w.value) FILTER (p.value IS NOT NULL), 0) AS share,
    count(p.value) AS reports,
    count(*) - count(p.value) AS not_told
FROM printed p
JOIN wholes w USING (report_id)
JOIN labels l USING (item)
WHERE p.applicant <> 'total'
GROUP BY p.applicant
ORDER BY any_value(l.position);
