"""What an HTML page shows, by its own styles, and where the cells of its tables stand."""
