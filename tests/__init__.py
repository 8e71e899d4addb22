"""Puts the project root, not this folder, on the path: folders here are named like the packages."""
