-- What came of each site, and the bodies that run sites.

-- The newest run of each site: did its lists come, and what stood in the way? Where nothing was due, a run asks
-- for robots.txt alone and tells nothing new.
CREATE TEMP TABLE tries AS
WITH telling AS (
    FROM captures LEFT JOIN outcomes o USING (outcome)
    WHERE role <> 'robots' OR coalesce(o.status, 'blocked') NOT IN ('reached', 'not_found', 'gone')
), newest AS (SELECT site_id, max(run_id) AS run_id FROM telling GROUP BY site_id)
SELECT
    c.site_id,
    c.role,
    c.outcome,
    coalesce(o.status, 'blocked') AS status,
    -- What came of a redirect says more than the redirect.
    c.outcome <> 'redirected' AS told,
    -- A page that came at the second try was not refused.
    coalesce(bool_or(o.status = 'reached' AND c.outcome <> 'redirected') OVER (PARTITION BY c.site_id, c.url), false)
        AS came,
    -- A site without robots.txt is in order; that a host was left alone hides why.
    c.role = 'robots' AND o.status IN ('reached', 'not_found', 'gone') AS harmless,
    c.outcome = 'host_stopped' AS follows
FROM captures c
JOIN newest USING (site_id, run_id)
LEFT JOIN outcomes o USING (outcome);

CREATE TEMP TABLE site_states AS
WITH counts AS (
    SELECT
        site_id,
        bool_or(status = 'reached') FILTER (told AND role <> 'robots') AS reached,
        bool_or(status = 'reached') FILTER (told AND role IN ('list', 'report', 'attachment'))
            -- What stands on a list page that was refused is unknown.
            AND NOT coalesce(bool_or(status IN ('blocked', 'needs_browser')) FILTER (NOT came AND role = 'list'), false)
            AS lists_reached
    FROM tries
    GROUP BY site_id
), obstacles AS (
    SELECT site_id, outcome, status, status IN ('blocked', 'needs_browser', 'unreadable') AS hard
    FROM tries
    WHERE NOT harmless AND status <> 'reached'
    GROUP BY site_id, outcome, status
    QUALIFY row_number() OVER (
        PARTITION BY site_id
        ORDER BY
            bool_or(follows), NOT (status IN ('blocked', 'needs_browser', 'unreadable')), NOT bool_or(role = 'list'),
            count(*) DESC, outcome
    ) = 1
)
SELECT
    s.site_id,
    CASE
        WHEN c.site_id IS NULL THEN 'never_crawled'
        WHEN coalesce(c.lists_reached, false) THEN 'not_found'
        WHEN o.hard OR NOT coalesce(c.reached, false) THEN coalesce(o.outcome, 'not_found')
        ELSE 'not_found'
    END AS reason,
    CASE
        WHEN coalesce(c.lists_reached, false) THEN 'not_found'
        WHEN o.hard OR NOT coalesce(c.reached, false) THEN coalesce(o.status, 'not_found')
        ELSE 'not_found'
    END AS status
FROM sites s
LEFT JOIN counts c USING (site_id)
LEFT JOIN obstacles o USING (site_id);

-- Bodies that run sites; of several sites the one that works best speaks for the body.
CREATE TEMP TABLE bodies AS
WITH levels AS (
    SELECT *, level_by_name(publisher, division_code) AS level FROM sites
), named AS (
    SELECT
        s.division_code, body(s.publisher, s.level, n) AS body, s.publisher, s.level, s.site_id, s.url, t.status, t.reason
    FROM levels s
    JOIN site_states t USING (site_id)
    LEFT JOIN places n USING (division_code)
)
FROM named
QUALIFY row_number() OVER (
    PARTITION BY division_code, body ORDER BY status <> 'not_found', reason = 'never_crawled', site_id
) = 1;
