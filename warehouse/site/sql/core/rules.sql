-- The rules by name.
SELECT 'rules' AS part, rule, name_en, name_zh, meaning FROM checks
ORDER BY rule
