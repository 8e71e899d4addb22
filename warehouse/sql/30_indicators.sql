-- Indicators: every report × every indicator, with its sums or the reason why there are none.

CREATE TYPE stored.flag AS ENUM ($flags);

CREATE TABLE stored.indicator_facts (
    indicator_no SMALLINT NOT NULL,
    report_no INTEGER NOT NULL,
    corrected BOOLEAN NOT NULL,
    numerator DOUBLE,
    denominator DOUBLE,
    flag stored.flag,
    series TINYINT
);

-- Those made of items, in one statement: indicator by indicator, reports in their order.
INSERT INTO stored.indicator_facts
$facts;

-- Errors that the checks found in the items of an indicator.
CREATE TABLE indicator_doubts AS
SELECT t.indicator, x.report_no, count(DISTINCT (f.rule, f.item, f.message)) AS doubts
FROM findings f
JOIN (SELECT DISTINCT indicator, item FROM indicator_terms) t USING (item)
JOIN report_index x USING (report_id)
WHERE f.severity = 'error'
GROUP BY ALL
ORDER BY ALL;
