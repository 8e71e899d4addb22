"""One small module for each CMS family: how to recognise it, how its lists page."""
