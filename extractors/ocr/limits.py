"""How much one document may ask of the recogniser: pages and pixels, all in one place."""

from __future__ import annotations

# A report has some ten pages; a scanned book of rules is no report.
MAX_PAGES = 60
# A3 at 600 dpi has 70 million pixels; a few bytes may claim any size.
MAX_PIXELS = 100_000_000
MAX_SIDE = 20_000
# More pixels make a reading slower and no better: A3 at 300 dpi is left whole.
ENOUGH_PIXELS = 18_000_000
# A page as wide as this is never made smaller, however long it is.
LEAST_SIDE = 2300
# Pages of a PDF are drawn at so many dots an inch, and at most so many pixels: a page may claim any size.
PDF_DPI = 200
PDF_PIXELS = 12_000_000
# Sheets whose characters are small are enlarged to no more than this.
ENLARGED_PIXELS = 16_000_000
