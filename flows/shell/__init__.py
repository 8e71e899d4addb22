"""`gongkai sql` without a query: a prompt with history, completion and tables that fit the window."""
