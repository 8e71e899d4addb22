"""The Parquet files of a lake's tables."""

from __future__ import annotations

from pathlib import Path

from transforms.parquet import ParquetError, check_schema
from transforms.schema import Table
from warehouse.errors import BuildError


def files(lake: Path, definition: Table) -> list[str]:
    """A table's files in path order, checked. Raises BuildError that names the file at fault."""
    folder = lake / "parquet" / definition.name
    for above in (folder.parent, folder):
        if above.exists() and not above.is_dir():
            raise BuildError(
                f"{above} is no folder: move it away, `gongkai replay --lake {lake}` makes it again"
            )
    paths = sorted(folder.rglob("[!.]*.parquet"))
    for path in paths:
        if path.is_dir():
            raise BuildError(f"{path} is a folder, not a Parquet file: move it away")
        try:
            check_schema(path, definition.name)
        except ParquetError as error:
            raise BuildError(str(error)) from None
    return [str(path) for path in paths]


def from_path(column: str) -> str:
    """SQL for a column that the path tells, such as prefecture=1311, in a query with `filename`."""
    return f"regexp_extract(filename, '[/\\\\]{column}=([^/\\\\]+)', 1)"
