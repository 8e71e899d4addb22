-- Indicators worked out from their sums, of every report.

CREATE VIEW indicator_values AS
SELECT
    x.report_id, x.division_code, x.publisher, x.year,
$worked_out,
    x.report_no
FROM report_index x
$of_facts;
