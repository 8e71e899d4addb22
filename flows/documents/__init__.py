"""Documents of a call or a prefecture, read in guarded processes; readings kept until something changes."""
