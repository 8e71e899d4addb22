"""Writers of the gold set: reports invented with sound sums, written as publishers write them."""
