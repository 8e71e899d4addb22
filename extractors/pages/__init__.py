"""Fixed-layout documents (PDF, OFD, scans): from marks on pages to paragraphs and tables."""

from extractors.pages.assemble import assemble
from extractors.pages.model import Box, Mark, Page
from extractors.pages.ruled import CellBox, RuledTable, ruled_tables

__all__ = ["Box", "CellBox", "Mark", "Page", "RuledTable", "assemble", "ruled_tables"]
