"""The forms' sums as sparse arithmetic: what fails, which single cell or slip of a row explains it."""
