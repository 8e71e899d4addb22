"""From a site's address to the text and tables it published."""
