"""Fixed-layout documents (PDF, OFD, scans): from marks on pages to paragraphs and tables."""
