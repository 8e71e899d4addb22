-- Reports numbered, each with the body that it is of, and that body's report of the year before.

CREATE TEMP MACRO is_government(level) AS level IN ('province', 'prefecture', 'county');
-- A macro is text: what stands in it several times is worked out so often, and planned so often. In a list it is named once.
CREATE TEMP MACRO without(name, above) AS list_transform([name], lambda text: CASE
    WHEN starts_with(text, above) AND length(text) > length(above) + 1 THEN substr(text, length(above) + 1)
    ELSE text
END)[1];
-- 管委会 as 管理委员会, as reports are read (transforms/identity/publishers.yml).
CREATE TEMP MACRO in_full(name) AS $in_full;
CREATE TEMP TABLE places AS
SELECT
    division_code,
    coalesce(nullif(province, ''), CASE WHEN level = 'province' THEN name END) AS province,
    coalesce(nullif(prefecture, ''), CASE WHEN level = 'prefecture' THEN name END) AS prefecture,
    name
FROM division_names;
-- A government, whatever its site calls it, is one body of its division; any other goes by its name, of which the
-- places above it (`place`, a row of places) are no part: 衡水市桃城区教育局, 桃城区教育局 and 教育局 are one.
CREATE TEMP MACRO body(publisher, level, place) AS CASE
    WHEN is_government(level) THEN '政府'
    ELSE without(without(without(in_full(publisher), place.province), place.prefecture), place.name)
END;

-- The kind of a body whose report is not there to tell it: by its name, and a government's by its code.
CREATE TEMP MACRO level_by_name(publisher, division_code) AS CASE
    WHEN division_code = '000000' THEN 'central'
    WHEN regexp_matches(publisher, '(镇|乡|街道|苏木)(人民政府|政府|办事处)?$$') THEN 'township'
    -- 东郊办事处; but 河北省人民政府驻北京办事处 is a department.
    WHEN suffix(publisher, '办事处') AND NOT contains(publisher, '驻') THEN 'township'
    -- 国有资产监督管理委员会 and 城市管理委员会 are departments.
    WHEN regexp_matches(publisher, '(区|园|城|岛|港|基地)(管理委员会|管委会)$$') THEN 'zone'
    WHEN NOT regexp_matches(publisher, '(政府|行政公署|行署)$$') THEN 'department'
    WHEN suffix(division_code, '0000') THEN 'province'
    WHEN suffix(division_code, '00') THEN 'prefecture'
    ELSE 'county'
END;

-- The division of each report's year: its span then, else the nearest one.
CREATE TEMP TABLE places_then AS
SELECT r.division_code, r.year, t.today_code, t.today_name, t.whole
FROM (SELECT DISTINCT division_code, year FROM reports) r
JOIN division_today t USING (division_code)
QUALIFY row_number() OVER (
    PARTITION BY r.division_code, r.year
    ORDER BY greatest(coalesce(t.valid_from, 0) - r.year, r.year - coalesce(t.valid_to, 9999), 0), t.valid_from
) = 1;

CREATE TEMP TABLE numbered AS
WITH named AS (
    SELECT
        r.*,
        coalesce(r.publisher_level, level_by_name(r.publisher, r.division_code)) AS level,
        p.today_code,
        CASE WHEN p.whole THEN p.today_code ELSE r.division_code END AS lineage,
        n AS names
    FROM reports r
    LEFT JOIN places_then p USING (division_code, year)
    LEFT JOIN places n USING (division_code)
)
SELECT
    * EXCLUDE (names),
    -- One body too after its division got another name.
    lineage || ' ' || CASE WHEN is_government(level) THEN '' ELSE level || ' ' END || body(publisher, level, names) AS body,
    row_number() OVER (ORDER BY year, division_code, report_id) AS report_no,
    list_position(['consolidated', 'unknown', 'own'], scope) AS scope_rank,
    list_position(['ok', 'partial', 'no_report', 'unreadable'], status) AS status_rank
FROM named;

-- A division that others went into, and one that is new, cannot be held against the year before.
CREATE TEMP TABLE boundaries_changed AS
SELECT next_code AS division_code, valid_to + 1 AS year FROM takeovers WHERE NOT whole
UNION
SELECT d.division_code, d.valid_from FROM divisions d
WHERE d.valid_from IS NOT NULL AND NOT EXISTS (
    FROM takeovers t WHERE t.next_code = d.division_code AND t.next_from = d.valid_from AND t.whole
);

CREATE TABLE report_index AS
WITH before AS (
    SELECT n.report_no, p.report_no AS previous_no
    FROM numbered n
    JOIN numbered p ON p.body = n.body AND p.year = n.year - 1
    QUALIFY row_number() OVER (
        PARTITION BY n.report_no
        ORDER BY p.scope = n.scope DESC, p.scope_rank, p.status_rank, p.report_id
    ) = 1
), panel_reports AS (
    -- Of several the consolidated one, then the better read, then the first by identifier.
    SELECT report_no
    FROM numbered
    WHERE is_government(publisher_level)
    QUALIFY row_number() OVER (
        PARTITION BY lineage, year ORDER BY scope_rank, status_rank, report_id
    ) = 1
)
SELECT
    n.report_no,
    n.report_id,
    n.division_code,
    n.today_code,
    n.body,
    n.publisher,
    n.level AS publisher_level,
    n.year,
    n.scope,
    b.previous_no,
    p.report_no IS NOT NULL AS in_panel,
    (
        SELECT max(c.year) FROM boundaries_changed c WHERE c.division_code = n.division_code AND c.year <= n.year
    ) AS boundary_year
FROM numbered n
LEFT JOIN before b USING (report_no)
LEFT JOIN panel_reports p USING (report_no)
ORDER BY n.report_no;

-- The values by column, once as printed and, for a report with corrections, once with them. The disputes tables of 2019 and 2021 are alike, so one of unknown form counts as 2021.
CREATE TEMP TABLE all_values AS
SELECT
    x.report_no,
    v.corrected,
    r.form_disclosure,
    r.form_applications,
    coalesce(r.form_disputes, CASE WHEN t.report_id IS NOT NULL THEN '2021' END) AS form_disputes,
    v.* EXCLUDE (report_id, corrected)
FROM (
    SELECT false AS corrected, * FROM report_values
    UNION ALL BY NAME
    SELECT true AS corrected, * FROM corrected_values
) v
JOIN report_index x USING (report_id)
JOIN reports r USING (report_id)
LEFT JOIN tables_found t ON t.report_id = x.report_id AND t.section = 'disputes'
ORDER BY x.report_no, v.corrected;

CREATE TEMP VIEW item_values AS FROM all_values WHERE NOT corrected;
