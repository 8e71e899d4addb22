-- Every division by code: what is known of one of which no report is held.
SELECT 'places' AS part, division_code AS code, name, level, province, prefecture
FROM divisions_now
ORDER BY code
