-- One indicator: numerator and denominator of every report, null where an item is no printed number. Filled in for
-- each by facts.py.
WITH counted AS (
    SELECT
        report_no,
        corrected,
        $obstacle AS obstacle,
        $numerator AS numerator,
        $denominator AS denominator,
        $state AS state,
        $series AS series
    FROM all_values
)
SELECT
    $number AS indicator_no,
    c.report_no,
    c.corrected,
    CASE WHEN obstacle IS NULL THEN numerator END AS numerator,
    CASE WHEN obstacle IS NULL THEN denominator END AS denominator,
    CASE
        WHEN obstacle IS NOT NULL THEN obstacle
        WHEN state < 9 THEN ['missing', 'unreadable', 'unit_unknown', 'placeholder', 'blank', 'inconsistent'][state]
        WHEN numerator < 0 OR denominator < 0 THEN 'inconsistent'
        WHEN denominator = 0 THEN 'no_base'
        WHEN '$kind' = 'share' AND numerator > denominator THEN 'inconsistent'
        WHEN denominator < $min_n THEN 'small_n'
    END AS flag,
    CASE WHEN obstacle IS NULL THEN series END AS series
FROM counted c
