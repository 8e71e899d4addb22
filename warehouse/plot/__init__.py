"""A comparison as a picture: SVG, PNG or a page. Text stays text, and nothing printed by others can act."""
