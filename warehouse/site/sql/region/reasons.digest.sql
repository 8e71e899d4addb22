-- Told by mix.digest.sql.
SELECT NULL::VARCHAR AS part, 0 AS digest, 0 AS n WHERE false
