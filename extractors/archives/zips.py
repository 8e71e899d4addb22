"""The entries of a ZIP archive."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator

from extractors.document import UnreadableError
from extractors.packages import Budget, Package, is_link, open_package


def entries(data: bytes, budget: Budget) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and reader of every file; raises UnreadableError, the readers as well."""
    package = open_package(data, budget)
    for name, infos in package.parts.items():
        for info in infos:
            yield name, _reader(package, info)


def _reader(package: Package, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if is_link(info):
            raise UnreadableError("a link to another file, not a document")
        return package.unpack(info, "it")

    return read
