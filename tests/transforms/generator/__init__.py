"""Made-up reports with every cell known, in every layout, with slips: what the reader is tried on."""
