"""The version of the data model."""

# Goes up whenever a table, view or column changes its name or meaning, or what lies under one.
SCHEMA_VERSION = 4
