-- Divisions as they are today: where each span of a division has gone by its successors.

-- Names by code: the newest span, for a code never moves to another province.
CREATE TEMP TABLE division_names AS
SELECT *
FROM divisions
QUALIFY row_number() OVER (PARTITION BY division_code ORDER BY valid_from DESC NULLS LAST) = 1;

-- Each span with the one that took over. It is whole when nothing else went into that one: a new name or code only.
CREATE TEMP TABLE takeovers AS
WITH ended AS (
    SELECT division_code, valid_from, valid_to, coalesce(
        successor_code, CASE WHEN division_code IN (
            FROM divisions AS later SELECT later.division_code WHERE later.valid_from = divisions.valid_to + 1
        ) THEN division_code END
    ) AS next_code
    FROM divisions
    WHERE valid_to IS NOT NULL
), followed AS (
    SELECT e.*, s.valid_from AS next_from
    FROM ended e
    JOIN divisions s ON s.division_code = e.next_code
        AND coalesce(s.valid_from, 0) <= e.valid_to + 1 AND coalesce(s.valid_to, 9999) >= e.valid_to + 1
)
SELECT
    f.*,
    count(*) OVER (PARTITION BY f.next_code, f.valid_to) = 1
        AND NOT EXISTS (
            FROM divisions o
            WHERE o.division_code = f.next_code AND o.division_code <> f.division_code
                AND coalesce(o.valid_from, 0) <= f.valid_to AND coalesce(o.valid_to, 9999) >= f.valid_to
        ) AS whole
FROM followed f;

CREATE TABLE division_today AS
WITH RECURSIVE chain AS (
    SELECT division_code, valid_from, valid_to, division_code AS now_code, valid_from AS now_from,
        valid_to AS now_to, true AS whole, 0 AS steps
    FROM divisions
    UNION ALL
    SELECT c.division_code, c.valid_from, c.valid_to, t.next_code, t.next_from, d.valid_to,
        c.whole AND t.whole, c.steps + 1
    FROM chain c
    JOIN takeovers t ON t.division_code = c.now_code AND t.valid_from IS NOT DISTINCT FROM c.now_from
    JOIN divisions d ON d.division_code = t.next_code AND d.valid_from IS NOT DISTINCT FROM t.next_from
    WHERE c.now_to IS NOT NULL AND c.steps < 20
), last AS (
    FROM chain
    QUALIFY row_number() OVER (PARTITION BY division_code, valid_from ORDER BY steps DESC) = 1
)
SELECT
    l.division_code,
    l.valid_from,
    l.valid_to,
    CASE WHEN l.now_to IS NULL THEN l.now_code END AS today_code,
    CASE WHEN l.now_to IS NULL THEN n.name END AS today_name,
    CASE WHEN l.now_to IS NULL THEN n.level END AS today_level,
    l.whole AND l.now_to IS NULL AS whole
FROM last l
LEFT JOIN division_names n ON n.division_code = l.now_code
ORDER BY l.division_code, l.valid_from;
