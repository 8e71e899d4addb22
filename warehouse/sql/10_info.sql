-- What this file is, and the day from which it is told what is due: the newest fetch, never the clock.

INSERT INTO warehouse_info
SELECT
    $schema_version,
    max(fetched_at[:10])::DATE,
    max(run_id),
    1.959963984540054
FROM captures;

-- One end of the Wilson score interval of `part` of `whole`, 95 %: side -1 or 1.
CREATE MACRO wilson(part, whole, side) AS greatest(0, least(1,
    (
        part / whole + 1.959963984540054 ** 2 / (2 * whole)
        + side * 1.959963984540054
            * sqrt(greatest(part / whole * (1 - part / whole), 0) / whole + (1.959963984540054 / whole) ** 2 / 4)
    ) / (1 + 1.959963984540054 ** 2 / whole)
));
