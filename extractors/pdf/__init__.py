"""One PDF page to the marks and ruling lines that it shows."""
