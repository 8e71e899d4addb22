"""Made-up reports whose every cell is known, printed in every layout, with slips: what the reader is tried on."""
