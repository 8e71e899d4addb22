-- What the checks across documents found, and for every report whether a check passed, failed or could not be made.

CREATE TABLE stored.check_outcomes AS
WITH counted AS (
    SELECT
        report_no,
        rule,
        max(other_no) AS other_no,
        count(*) FILTER (ok) AS passed,
        count(*) FILTER (NOT ok) AS failed,
        count(*) - count(ok) AS not_assessable,
        max(reason) AS reason
    FROM tests
    GROUP BY report_no, rule
)
SELECT
    c.report_no::INTEGER AS report_no,
    c.rule,
    CASE WHEN c.failed > 0 THEN 'fail' WHEN c.passed > 0 THEN 'pass' ELSE 'not_assessable' END AS outcome,
    CASE WHEN c.failed + c.passed = 0 THEN c.reason END AS reason,
    c.passed,
    c.failed,
    c.not_assessable,
    c.other_no::INTEGER AS other_no
FROM counted c
ORDER BY c.report_no, c.rule;

CREATE VIEW check_results AS
SELECT
    x.report_id, c.rule, c.outcome, c.reason, c.passed, c.failed, c.not_assessable,
    y.report_id AS other_report_id
FROM stored.check_outcomes c
JOIN report_index x ON x.report_no = c.report_no
LEFT JOIN report_index y ON y.report_no = c.other_no;

CREATE TEMP MACRO printed(value) AS CASE
    WHEN value = floor(value) THEN format('{:.0f}', value) ELSE value::VARCHAR
END;

INSERT INTO findings BY NAME
WITH failed AS (
    SELECT
        x.report_id, t.rule, c.severity, t.item, t.actual, t.expected, c.cause AS rule_cause, c.message AS template,
        y.report_id AS other_report_id, x.year, y.year AS other_year, x.scope, y.scope AS other_scope, y.publisher AS other
    FROM tests t
    JOIN checks c USING (rule)
    JOIN report_index x USING (report_no)
    LEFT JOIN report_index y ON y.report_no = t.other_no
    WHERE NOT t.ok
)
SELECT
    f.report_id,
    f.rule,
    f.severity,
    f.item,
    f.actual,
    f.expected,
    CASE
        WHEN f.rule_cause = 'scope' THEN
            CASE WHEN f.scope = f.other_scope AND f.scope <> 'unknown' THEN 'source' ELSE 'unknown' END
        ELSE f.rule_cause
    END AS cause,
    replace(replace(replace(replace(replace(replace(replace(f.template,
        '{column}', coalesce(split_part(f.item, '.', 3), '')),
        '{item}', coalesce(f.item, '')),
        '{actual}', coalesce(printed(f.actual), '')),
        '{expected}', coalesce(printed(f.expected), '')),
        '{year}', f.year::VARCHAR),
        '{other_year}', coalesce(f.other_year::VARCHAR, '')),
        '{other}', coalesce(f.other, '')) AS message,
    f.other_report_id,
    c.locator
FROM failed f
LEFT JOIN cell_locators c ON c.report_id = f.report_id AND c.item = f.item
WHERE NOT EXISTS (
    FROM findings o WHERE o.report_id = f.report_id AND o.rule = f.rule AND o.item IS NOT DISTINCT FROM f.item
)
ORDER BY f.report_id, f.rule, f.item, f.other_report_id;

-- A correction whose cell prints something else by now.
INSERT INTO findings BY NAME
SELECT
    k.report_id,
    'correction.stale' AS rule,
    'error' AS severity,
    'unknown' AS cause,
    k.item,
    k.corrected AS actual,
    NULL::DOUBLE AS expected,
    format(
        '{}, line {}: the correction expects ''{}'', printed is ''{}'': not applied (更正与所印不符，未应用)',
        k.file, k.line, k.expect, k.printed
    ) AS message,
    NULL::VARCHAR AS other_report_id,
    c.locator
FROM corrections k
JOIN cell_locators c ON c.report_id = k.report_id AND c.item = k.item
WHERE k.status = 'stale'
ORDER BY k.report_id, k.item;

-- From the temporary table of this name, in which all were gathered (load.py), into that of the file; in order, for
-- DuckDB writes one that comes in pieces anew when it closes the file, and leaves a hole.
ALTER TABLE findings RENAME TO all_findings;
INSERT INTO findings FROM all_findings ORDER BY report_id, rule, item, other_report_id, message, locator;
DROP TABLE all_findings;
