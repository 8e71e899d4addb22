-- The cells that indicators and checks use, one row a report.

-- The standard tables that a report has, whatever its forms say, and how far they are filled.
CREATE TEMP TABLE tables_found AS FROM found_tables;

-- The numbers of items in use as columns; and what each cell is: 9 a number, 6 one below zero, 3 one of unknown unit,
-- 1 a cell that is not there.
CREATE TEMP TABLE report_values AS
SELECT n.report_id, $spread
FROM stored.report_numbers n
LEFT JOIN stored.disclosure_cells disclosure ON disclosure.number = n.number
LEFT JOIN stored.applications_cells applications ON applications.number = n.number
LEFT JOIN stored.disputes_cells disputes ON disputes.number = n.number
LEFT JOIN stored.statistics_cells statistics ON statistics.number = n.number;

-- A report with corrections comes a second time, with them.
CREATE TEMP TABLE corrected_values AS
WITH applied AS (
    SELECT report_id, $corrections
    FROM corrections
    WHERE status = 'applied'
    GROUP BY report_id
)
SELECT v.report_id, $corrected
FROM report_values v
JOIN applied a USING (report_id);
