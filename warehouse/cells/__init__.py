"""The cells: kept as wide rows, read as a table of one row a cell."""
