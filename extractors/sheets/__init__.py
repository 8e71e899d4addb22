"""Sheets of a workbook to paragraphs and tables, their numbers as their formats show them."""
