"""What can go wrong between Parquet and an answer; every message is one sentence that says what to do."""

from __future__ import annotations


class LakeError(Exception):
    """There is no lake here, or no warehouse in it that this version can read."""


class DamagedError(Exception):
    """The warehouse is there and cannot be read: its file is damaged."""


class BuildError(Exception):
    """The warehouse was not built; the one before it, if any, is whole and in place."""


class QueryError(Exception):
    """The query or its arguments are wrong."""


class PlaceError(Exception):
    """The file or folder that was named for an answer will not do."""


class DrawError(Exception):
    """The picture cannot be drawn."""


class ExportError(Exception):
    """The package was not written; an earlier one, if any, is whole and in place."""
