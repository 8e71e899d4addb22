-- One check across documents: a row for each thing tested, ok null and a reason where it cannot be told.

INSERT INTO tests
SELECT '$rule', report_no, other_no, item, actual, expected, ok, CASE WHEN ok IS NULL THEN reason END
FROM (
$query
);
