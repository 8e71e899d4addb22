-- Told by cells.digest.sql: what is remarkable of a cell is in its state and text, or follows from the others.
SELECT NULL::VARCHAR AS part, 0 AS digest, 0 AS n WHERE false
