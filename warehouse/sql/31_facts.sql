-- One indicator: numerator and denominator of every report, null where an item is no printed number.

INSERT INTO indicator_facts
WITH counted AS (
    SELECT
        report_no,
        $obstacle AS obstacle,
        $numerator AS numerator,
        $denominator AS denominator,
        $state AS state,
        $series AS series
    FROM item_values
)
SELECT
    '$indicator',
    c.report_no,
    CASE WHEN obstacle IS NULL THEN numerator END,
    CASE WHEN obstacle IS NULL THEN denominator END,
    CASE
        WHEN obstacle IS NOT NULL THEN obstacle
        WHEN state < 9 THEN ['missing', 'unreadable', 'unit_unknown', 'placeholder', 'blank'][state]
        WHEN numerator < 0 OR denominator < 0 THEN 'inconsistent'
        WHEN denominator = 0 THEN 'no_base'
        WHEN '$kind' = 'share' AND numerator > denominator THEN 'inconsistent'
        WHEN denominator < $min_n THEN 'small_n'
    END,
    coalesce(d.doubts, 0),
    CASE WHEN obstacle IS NULL THEN series END
FROM counted c
LEFT JOIN doubts d ON d.report_no = c.report_no AND d.indicator = '$indicator'
ORDER BY c.report_no;
