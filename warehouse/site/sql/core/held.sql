-- The divisions that have a part of their own.
SELECT 'held' AS part, division_code AS code FROM regions
ORDER BY code
