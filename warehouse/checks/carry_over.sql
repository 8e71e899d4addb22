-- 上年结转 of a year is 结转下年度 of the year before: all seven columns, forms of 2019 and 2021.
SELECT
    report_no, other_no, item, actual, expected,
    CASE WHEN pair_reason IS NULL THEN actual = expected END AS ok,
    coalesce(pair_reason, CASE WHEN actual IS NULL THEN 'no_number' ELSE 'no_number_before' END) AS reason
FROM (
    SELECT p.report_no, p.other_no, p.reason AS pair_reason, unnest([
        {item: 'applications.carried_in.natural_person', actual: n."applications.carried_in.natural_person", expected: b."applications.carried_out.natural_person"},
        {item: 'applications.carried_in.enterprise', actual: n."applications.carried_in.enterprise", expected: b."applications.carried_out.enterprise"},
        {item: 'applications.carried_in.research', actual: n."applications.carried_in.research", expected: b."applications.carried_out.research"},
        {item: 'applications.carried_in.public_welfare', actual: n."applications.carried_in.public_welfare", expected: b."applications.carried_out.public_welfare"},
        {item: 'applications.carried_in.legal_service', actual: n."applications.carried_in.legal_service", expected: b."applications.carried_out.legal_service"},
        {item: 'applications.carried_in.other_org', actual: n."applications.carried_in.other_org", expected: b."applications.carried_out.other_org"},
        {item: 'applications.carried_in.total', actual: n."applications.carried_in.total", expected: b."applications.carried_out.total"}
    ], recursive := true)
    FROM year_pairs p
    JOIN item_values n ON n.report_no = p.report_no
    LEFT JOIN item_values b ON b.report_no = p.other_no
)
