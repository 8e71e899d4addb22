"""Fetching politely: client, robots, discovery, archive, outcomes."""
