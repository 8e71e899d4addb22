-- The panel in today's boundaries: what became one division is added up, where that can be.

CREATE VIEW panel_today AS
WITH pooled AS (
    SELECT
        p.today_code AS division_code,
        p.year,
        p.indicator,
        any_value(d.kind) AS kind,
        any_value(d.min_n) AS min_n,
        count(*) AS reports,
        count(p.value) AS parts,
        any_value(p.today_parts) AS parts_due,
        count(DISTINCT p.series) > 1 OR count(DISTINCT p.scope) > 1 AS mixed,
        sum(p.numerator) FILTER (p.value IS NOT NULL) AS numerator,
        sum(p.denominator) FILTER (p.value IS NOT NULL) AS denominator,
        sum(p.doubts)::BIGINT AS doubts,
        any_value(p.value) AS one_value,
        min(p.flag) AS one_flag
    FROM panel p
    JOIN indicators d USING (indicator)
    WHERE p.today_code IS NOT NULL
    GROUP BY p.today_code, p.year, p.indicator
), flagged AS (
    SELECT
        *,
        CASE
            WHEN reports = 1 AND coalesce(parts_due, 1) <= 1 THEN one_flag
            WHEN kind IN ('days', 'fill', 'change') THEN 'not_additive'
            WHEN parts < greatest(parts_due, reports) THEN 'part_missing'
            WHEN mixed THEN 'not_comparable'
            WHEN denominator = 0 THEN 'no_base'
            WHEN denominator < min_n THEN 'small_n'
        END AS flag
    FROM pooled
), valued AS (
    SELECT
        *,
        CASE WHEN flag IS NULL OR flag = 'small_n' THEN
            CASE
                WHEN reports = 1 THEN one_value
                WHEN kind = 'count' THEN numerator
                WHEN kind = 'rate' THEN 100 * numerator / denominator
                ELSE numerator / denominator
            END
        END AS value
    FROM flagged
)
SELECT
    v.division_code,
    t.today_name AS place,
    t.today_level AS level,
    v.year,
    v.indicator,
    v.value,
    v.numerator,
    v.denominator,
    CASE WHEN v.kind = 'share' AND v.value IS NOT NULL THEN wilson(v.numerator, v.denominator, -1) END AS low,
    CASE WHEN v.kind = 'share' AND v.value IS NOT NULL THEN wilson(v.numerator, v.denominator, 1) END AS high,
    v.flag,
    v.doubts,
    v.parts,
    v.parts_due
FROM valued v
LEFT JOIN (SELECT DISTINCT today_code, today_name, today_level FROM division_today) t ON t.today_code = v.division_code;

-- Corrections stand beside what is printed.
CREATE VIEW cells_corrected AS
SELECT
    c.report_id, c.section, c."row", c."column", c.item, c.value, c.state, c.raw, c.unit,
    k.corrected,
    coalesce(k.corrected, c.value) AS best,
    k.reason AS correction_reason,
    k.source AS correction_source,
    c.locator
FROM cells c
LEFT JOIN corrections k ON k.report_id = c.report_id AND k.item = c.item AND k.status = 'applied';
