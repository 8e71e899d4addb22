-- What each indicator is.
SELECT 'definitions' AS part, n, indicator, numerator, denominator, null_policy, note, forms
FROM (SELECT *, row_number() OVER () AS n FROM indicators)
ORDER BY n
