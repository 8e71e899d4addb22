"""The evidence a document gives of who reports on which year: titles, years, dates, bodies, scope."""
