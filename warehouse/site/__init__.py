"""The public site: static pages over the warehouse, made anew only where something changed."""
