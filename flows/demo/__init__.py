"""The demo: government-like sites described as data and served on loopback."""
