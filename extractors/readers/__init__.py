"""Bytes to one Document: one module for each document kind."""
