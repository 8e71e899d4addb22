"""From published code lists to the table of divisions over time."""
