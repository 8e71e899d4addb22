-- Regions over time.

-- A division that only got another name or code is one over the years; either code gives all of them. Years without a
-- report are rows too, up to the last that is due. The change's interval is Newcombe's (1998, method 10) from both
-- Wilson intervals.
CREATE MACRO trend(indicator, division_code) AS TABLE
WITH asked AS (
    SELECT division_code AS code
), lineages AS (
    SELECT g.lineage FROM stored.governments g JOIN asked a ON a.code IN (g.division_code, g.lineage)
), same AS (
    SELECT DISTINCT g.division_code AS code FROM stored.governments g SEMI JOIN lineages l ON l.lineage = g.lineage
), own AS (
    -- As the panel has it, which would work out all divisions first.
    SELECT
        x.year, x.place,
$worked_out,
        b.series_break, x.report_id, x.url
    FROM (FROM stored.governments g SEMI JOIN lineages l ON l.lineage = g.lineage) x
    $of_facts
    LEFT JOIN stored.series_breaks b ON b.indicator_no = f.indicator_no AND b.report_no = f.report_no
    WHERE d.indicator = indicator
), due AS (
    SELECT c.year
    FROM coverage c
    WHERE c.division_code IN (SELECT s.code FROM same s)
        AND c.publisher_level IN ('province', 'prefecture', 'county') AND c.status <> 'not_due'
), years AS (
    SELECT unnest(range(min(k.year), max(k.year) + 1)) AS year
    FROM (SELECT o.year FROM own o UNION ALL SELECT d.year FROM due d) k
), series AS (
    SELECT
        y.year, o.place, o.value, o.numerator, o.denominator, o.low, o.high,
        CASE WHEN o.year IS NULL THEN 'no_report' ELSE o.flag END AS flag,
        o.doubts, o.series_break,
        CASE WHEN o.series_break IS NULL THEN lag(o) OVER (ORDER BY y.year) END AS last,
        o.report_id, o.url
    FROM years y
    LEFT JOIN own o ON o.year = y.year
)
SELECT
    year, place, value, numerator, denominator, low, high, flag, doubts, series_break,
    value - last.value AS change,
    value - last.value - sqrt((value - low) ** 2 + (last.high - last.value) ** 2) AS change_low,
    value - last.value + sqrt((high - value) ** 2 + (last.value - last.low) ** 2) AS change_high,
    report_id, url
FROM series
ORDER BY year;
