-- The totals of the applications table are last year's, figure by figure: often last year's file under a new title.
SELECT
    p.report_no,
    p.other_no,
    'applications.received.total' AS item,
    n.received AS actual,
    b.received AS expected,
    CASE
        WHEN p.other_no IS NOT NULL AND n.received >= 10 AND list_count(n.totals) >= 20
            THEN n.totals IS DISTINCT FROM b.totals
    END AS ok,
    CASE
        WHEN p.other_no IS NULL THEN 'no_year_before'
        WHEN n.received < 10 THEN 'too_few'
        ELSE 'no_number'
    END AS reason
FROM year_pairs p
JOIN application_totals n ON n.report_no = p.report_no
LEFT JOIN application_totals b ON b.report_no = p.other_no
