"""The demo farm: made-up government sites, described as data and served on loopback."""
