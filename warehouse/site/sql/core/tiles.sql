-- The provinces on a map of equal tiles.
SELECT 'all' AS part, division_code AS code, short_name, name_en, tile_row, tile_column
FROM map_tiles
ORDER BY code
