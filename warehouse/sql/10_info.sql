-- What this file is, and the day from which it is told what is due: the newest fetch, never the clock.

INSERT INTO warehouse_info
SELECT
    $schema_version,
    max(fetched_at[:10])::DATE,
    max(run_id),
    1.959963984540054
FROM captures;
