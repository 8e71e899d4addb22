-- What is known to be wrong, and who is late, ready to read.

-- Labels by item: forms share most of them, so the newest form's stand for all.
CREATE VIEW known_issues AS
SELECT
    f.severity, f.rule, r.division_code, r.place, r.publisher, r.publisher_level, r.year,
    f.item, l.label_zh, f.actual, f.expected, f.cause, f.message, f.locator, r.url,
    f.report_id, f.other_report_id
FROM findings f
JOIN reports r USING (report_id)
LEFT JOIN (
    SELECT item, arg_max(row_label_zh || ' × ' || column_label_zh, form) AS label_zh FROM items GROUP BY item
) l USING (item)
ORDER BY list_position(['error', 'warning', 'info'], f.severity), f.report_id, f.rule, f.item, f.message;

CREATE VIEW lateness AS
SELECT
    division_code,
    publisher,
    arg_max(publisher_level, year) AS publisher_level,
    count(*) AS due,
    count(report_id) AS found,
    count(*) - count(report_id) AS lacking,
    count(days_late) AS dated,
    count(*) FILTER (days_late > 0) AS late,
    median(days_late) AS median_days_late,
    max(days_late) AS worst_days_late,
    min(year) FILTER (report_id IS NOT NULL) AS first_year,
    max(year) FILTER (report_id IS NOT NULL) AS last_year
FROM coverage
WHERE status <> 'not_due'
GROUP BY division_code, publisher
ORDER BY division_code, publisher;
