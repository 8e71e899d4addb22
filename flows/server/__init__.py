"""Prefect itself: where none is configured, as a server of this machine's own, and its schedule."""
