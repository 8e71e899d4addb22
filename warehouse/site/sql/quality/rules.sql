-- The rules, and how often each was broken.
SELECT
    'all' AS part, c.rule, c.name_en, c.name_zh, c.severity, c.meaning,
    count(f.rule) AS findings, count(DISTINCT f.report_id) AS reports
FROM checks c
LEFT JOIN findings f USING (rule)
GROUP BY ALL
ORDER BY findings DESC, rule
