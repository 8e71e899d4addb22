-- Indicators worked out from their sums, and of every report.

CREATE VIEW stored.fact_values AS
WITH valued AS NOT MATERIALIZED (
    SELECT
        f.*,
        d.indicator,
        d.kind,
        CASE WHEN f.flag IS NULL OR f.flag = 'small_n' THEN
            CASE
                WHEN d.kind IN ('count', 'days') THEN f.numerator
                WHEN d.kind = 'rate' THEN 100 * f.numerator / f.denominator
                ELSE f.numerator / f.denominator
            END
        END AS value
    FROM stored.indicator_facts f
    JOIN indicators d ON d.number = f.indicator_no
)
SELECT
    v.report_no::BIGINT AS report_no,
    v.indicator_no,
    v.indicator,
    v.value,
    v.numerator,
    v.denominator,
    CASE WHEN v.kind = 'share' AND v.value IS NOT NULL THEN wilson(v.numerator, v.denominator, -1) END AS low,
    CASE WHEN v.kind = 'share' AND v.value IS NOT NULL THEN wilson(v.numerator, v.denominator, 1) END AS high,
    v.flag::VARCHAR AS flag,
    coalesce(o.doubts, 0) AS doubts,
    v.series::BIGINT AS series,
    CASE WHEN (k.numerator, k.denominator) IS DISTINCT FROM (v.numerator, v.denominator) THEN k.value END AS corrected
FROM valued v
LEFT JOIN indicator_doubts o ON o.indicator = v.indicator AND o.report_no = v.report_no
LEFT JOIN valued k ON k.corrected AND k.indicator_no = v.indicator_no AND k.report_no = v.report_no
WHERE NOT v.corrected;

CREATE VIEW indicator_values AS
SELECT
    x.report_id, x.division_code, x.publisher, x.year, v.indicator,
    v.value, v.numerator, v.denominator, v.low, v.high, v.flag, v.doubts, v.series, v.corrected, v.report_no
FROM stored.fact_values v
JOIN report_index x USING (report_no);
