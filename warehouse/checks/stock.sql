-- Documents in force are those of the year before, plus issued, less repealed (form of 2021); the items of last year
-- are those that the year before had at its end (form of 2019).
SELECT
    report_no, other_no, item, actual, expected,
    CASE WHEN pair_reason IS NULL THEN actual = expected END AS ok,
    coalesce(pair_reason, CASE WHEN actual IS NULL THEN 'no_number' ELSE 'no_number_before' END) AS reason
FROM (
    SELECT p.report_no, p.other_no, p.reason AS pair_reason, unnest([
        {item: 'disclosure.regulations.in_force', actual: n."disclosure.regulations.in_force", expected: b."disclosure.regulations.in_force" + n."disclosure.regulations.issued" - n."disclosure.regulations.repealed"},
        {item: 'disclosure.normative_documents.in_force', actual: n."disclosure.normative_documents.in_force", expected: b."disclosure.normative_documents.in_force" + n."disclosure.normative_documents.issued" - n."disclosure.normative_documents.repealed"},
        {item: 'disclosure.licensing.items_last_year', actual: n."disclosure.licensing.items_last_year", expected: b."disclosure.licensing.items_last_year" + b."disclosure.licensing.items_change"},
        {item: 'disclosure.other_services.items_last_year', actual: n."disclosure.other_services.items_last_year", expected: b."disclosure.other_services.items_last_year" + b."disclosure.other_services.items_change"},
        {item: 'disclosure.penalties.items_last_year', actual: n."disclosure.penalties.items_last_year", expected: b."disclosure.penalties.items_last_year" + b."disclosure.penalties.items_change"},
        {item: 'disclosure.coercion.items_last_year', actual: n."disclosure.coercion.items_last_year", expected: b."disclosure.coercion.items_last_year" + b."disclosure.coercion.items_change"},
        {item: 'disclosure.fees.items_last_year', actual: n."disclosure.fees.items_last_year", expected: b."disclosure.fees.items_last_year" + b."disclosure.fees.items_change"}
    ], recursive := true)
    FROM year_pairs p
    JOIN item_values n ON n.report_no = p.report_no
    LEFT JOIN item_values b ON b.report_no = p.other_no
)
