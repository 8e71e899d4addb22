-- Indicators: every report × every indicator, with a value or the reason why there is none.

-- The form of each table of a report. The disputes tables of 2019 and 2021 are alike, so one of unknown form counts as 2021.
CREATE TEMP TABLE report_forms AS
SELECT report_id, 'disclosure' AS section, form_disclosure AS form FROM reports
UNION ALL
SELECT report_id, 'applications', form_applications FROM reports
UNION ALL
SELECT r.report_id, 'disputes', coalesce(r.form_disputes, CASE WHEN t.report_id IS NOT NULL THEN '2021' END)
FROM reports r
LEFT JOIN tables_found t ON t.report_id = r.report_id AND t.section = 'disputes';

-- Which indicators a report's forms allow: all the tables that the indicator needs, each in a form that it knows.
CREATE TEMP TABLE allowed AS
WITH needed AS (SELECT DISTINCT indicator, section FROM indicator_terms),
known AS (SELECT DISTINCT indicator, section, form, series FROM indicator_terms)
SELECT
    n.indicator,
    f.report_id,
    CASE
        WHEN bool_or(f.form IS NULL) THEN 'no_table'
        WHEN bool_or(k.form IS NULL) THEN 'not_in_form'
    END AS obstacle,
    max(k.series) AS series
FROM needed n
JOIN report_forms f USING (section)
LEFT JOIN known k ON k.indicator = n.indicator AND k.section = f.section AND k.form = f.form
GROUP BY ALL;

-- The sums of both sides; a side with an item that is no printed number has none. The worst state is the reason.
CREATE TEMP TABLE sides AS
WITH used AS (
    SELECT
        t.indicator,
        f.report_id,
        t.side,
        t.sign * c.value AS value,
        CASE
            WHEN c.state = 'number' AND i.type = 'decimal' AND c.unit IS DISTINCT FROM i.unit THEN 'unit_unknown'
            ELSE coalesce(c.state, 'missing')
        END AS state
    FROM indicator_terms t
    JOIN report_forms f ON f.section = t.section AND f.form = t.form
    JOIN items i ON i.form = t.form AND i.item = t.item
    LEFT JOIN cells c ON c.report_id = f.report_id AND c.item = t.item
)
SELECT
    indicator,
    report_id,
    CASE WHEN bool_and(state = 'number') FILTER (side = 'numerator')
        THEN sum(value) FILTER (side = 'numerator') END AS numerator,
    CASE WHEN bool_and(state = 'number') FILTER (side = 'denominator')
        THEN sum(value) FILTER (side = 'denominator') END AS denominator,
    ['missing', 'unreadable', 'unit_unknown', 'placeholder', 'blank'][
        min(list_position(['missing', 'unreadable', 'unit_unknown', 'placeholder', 'blank'], state))
    ] AS trouble
FROM used
GROUP BY ALL;

-- Errors that the checks found in the items of an indicator.
CREATE TEMP TABLE doubts AS
SELECT t.indicator, f.report_id, count(DISTINCT (f.rule, f.item, f.message)) AS doubts
FROM findings f
JOIN (SELECT DISTINCT indicator, item FROM indicator_terms) t USING (item)
WHERE f.severity = 'error'
GROUP BY ALL;

-- One end of the Wilson score interval: k of n, side -1 or 1.
CREATE TEMP MACRO wilson(k, n, z, side) AS greatest(0, least(1,
    (k / n + z * z / (2 * n) + side * z * sqrt((k / n) * (1 - k / n) / n + z * z / (4 * n * n))) / (1 + z * z / n)
));

CREATE TABLE indicator_values AS
WITH counted AS (
    SELECT
        r.report_id,
        r.division_code,
        r.publisher,
        r.year,
        d.indicator,
        d.kind,
        CASE WHEN a.obstacle IS NULL THEN s.numerator END AS numerator,
        CASE WHEN a.obstacle IS NULL THEN s.denominator END AS denominator,
        CASE
            WHEN a.obstacle IS NOT NULL THEN a.obstacle
            WHEN s.trouble IS NOT NULL THEN s.trouble
            WHEN s.numerator < 0 OR s.denominator < 0 THEN 'inconsistent'
            WHEN s.denominator = 0 THEN 'no_base'
            WHEN d.kind = 'share' AND s.numerator > s.denominator THEN 'inconsistent'
            WHEN s.denominator < d.min_n THEN 'small_n'
        END AS flag,
        CASE WHEN a.obstacle IS NULL THEN a.series END AS series
    FROM allowed a
    JOIN indicators d USING (indicator)
    JOIN reports r USING (report_id)
    LEFT JOIN sides s USING (indicator, report_id)
), item_values AS (
    SELECT
        c.report_id,
        c.division_code,
        c.publisher,
        c.year,
        c.indicator,
        CASE WHEN c.flag IS NULL OR c.flag = 'small_n' THEN
            CASE c.kind
                WHEN 'share' THEN c.numerator / c.denominator
                WHEN 'rate' THEN 100 * c.numerator / c.denominator
                ELSE c.numerator
            END
        END AS value,
        c.numerator,
        c.denominator,
        CASE WHEN c.kind = 'share' AND value IS NOT NULL
            THEN wilson(c.numerator, c.denominator, i.wilson_z, -1) END AS low,
        CASE WHEN c.kind = 'share' AND value IS NOT NULL
            THEN wilson(c.numerator, c.denominator, i.wilson_z, 1) END AS high,
        c.flag,
        coalesce(d.doubts, 0) AS doubts,
        c.series
    FROM counted c
    LEFT JOIN doubts d USING (indicator, report_id)
    CROSS JOIN warehouse_info i
), day_values AS (
    SELECT
        r.report_id,
        r.division_code,
        r.publisher,
        r.year,
        d.indicator,
        c.days_late::DOUBLE AS value,
        NULL::DOUBLE AS numerator,
        NULL::DOUBLE AS denominator,
        NULL::DOUBLE AS low,
        NULL::DOUBLE AS high,
        CASE WHEN c.deadline IS NULL THEN 'no_deadline' WHEN c.published_on IS NULL THEN 'no_date' END AS flag,
        0 AS doubts,
        1 AS series
    FROM reports r
    JOIN coverage c USING (report_id)
    JOIN indicators d ON d.kind = 'days'
)
FROM item_values
UNION ALL
FROM day_values
ORDER BY indicator, year, division_code, report_id;
