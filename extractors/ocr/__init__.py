"""Images of pages to marks and ruling lines; needs the extra `ocr`."""
