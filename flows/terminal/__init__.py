"""What people see on a terminal, and programs in a pipe: tables, progress, formats."""
