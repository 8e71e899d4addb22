"""The site from the warehouse: parts of data, pages over them, files to take away."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from warehouse.errors import BuildError, LakeError
from warehouse.generations import NAME
from warehouse.lock import HeldError, exclusive
from warehouse.query import connect
from warehouse.site.downloads import write_downloads
from warehouse.site.files import Folder, close, opened
from warehouse.site.pages import write_pages
from warehouse.site.parts import families, write_parts
from warehouse.site.search import write_search

_HERE = Path(__file__).parent
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Site:
    """A site as it stands: its folder, its files, and how many of them were written and removed this time."""

    root: Path
    files: int
    written: int
    removed: int


def build_site(lake: Path, root: Path, told: Callable[[str], None] = lambda _step: None) -> Site:
    """Bring the site in `root` up to the warehouse of `lake`; `told` hears of each step begun.

    Only files whose content changes are written, so that copying the site elsewhere takes little. The content
    depends on the warehouse alone. Raises LakeError without a warehouse, PlaceError where `root` holds other
    files, BuildError where writing fails.
    """
    # Says what is wrong with the warehouse, if anything is.
    connect(lake).close()
    try:
        folder = opened(root, _version())
        with exclusive(root / ".lock", str(os.getpid())), tempfile.TemporaryDirectory() as spill:
            with _opened(lake / NAME, spill) as connection:
                _write(connection, folder, told)
            close(folder, _version())
    except HeldError as error:
        raise BuildError(
            f"{root}: the site is being built (process {error}); try again when it is done"
        ) from None
    except (OSError, duckdb.Error) as error:
        raise BuildError(f"{root}: the site could not be built: {str(error).splitlines()[0]}") from error
    pages = sum(not name.startswith("data/") for name in folder.kept)
    return Site(root, pages + len(folder.parts), folder.written, folder.removed)


def _opened(path: Path, spill: str) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(
            str(path), read_only=True, config={"memory_limit": _MEMORY, "temp_directory": spill}
        )
    except duckdb.Error as error:
        raise LakeError(f"{path} cannot be opened: {str(error).splitlines()[0]}") from None


def _write(connection: duckdb.DuckDBPyConnection, folder: Folder, told: Callable[[str], None]) -> None:
    connection.execute((_HERE / "sql" / "setup.sql").read_text(encoding="utf-8"))
    for family in families():
        told(family.name)
        write_parts(connection, folder, family)
    told("search")
    write_search(connection, folder)
    told("download")
    downloads = write_downloads(connection, folder)
    told("pages")
    write_pages(connection, folder, downloads)


def _version() -> dict[str, str]:
    """What a site depends on besides the warehouse: this program's own files and DuckDB's digests."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.rglob("*")):
        if path.suffix in {".py", ".sql", ".html", ".yml", ".js", ".css"}:
            digest.update(path.read_bytes())
    return {"gongkai": version("gongkai"), "files": digest.hexdigest()[:16], "duckdb": duckdb.__version__}
