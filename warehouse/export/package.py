"""A dated open-data package in a folder, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.schema import dictionary
from warehouse.errors import ExportError, PlaceError
from warehouse.export.describe import (
    About,
    Field,
    File,
    about,
    descriptor,
    dictionary_csv,
    fields,
    licences,
    text,
)
from warehouse.export.tables import write_csv, write_parquet
from warehouse.export.workbook import write_workbook
from warehouse.query import connect
from warehouse.wide import rows_of

FORMATS = ("parquet", "csv", "xlsx")
_DESCRIPTOR = "datapackage.json"
_INVENTED = "All figures are invented: this comes from the demo (演示数据，数字为虚构)."
_WORKBOOK = "gongkai.xlsx"


@dataclass(frozen=True, slots=True)
class Package:
    """What was exported: the folder, its files and the tables too long for the workbook."""

    folder: Path
    files: tuple[File, ...]
    left_out: tuple[str, ...]


def export(
    lake: Path,
    folder: Path,
    *,
    formats: Collection[str] = FORMATS,
    bom: bool = False,
    licence: str = "CC-BY-4.0",
    force: bool = False,
    told: Callable[[str], None] = lambda _name: None,
) -> Package:
    """Write the package of a lake's warehouse into a new or empty folder; `told` hears of each file begun.

    The bytes depend on the warehouse and the arguments alone. With `force` an earlier package is replaced
    once the new one is whole. Raises PlaceError where the folder holds anything else, ExportError where
    writing fails.
    """
    _refuse(folder, force=force)
    beside = folder.with_name(f".{folder.name}.partial")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        with connect(lake) as connection:
            package = _Writer(connection, beside, about(connection), fields(connection), told)
            left_out = package.write(formats, bom=bom, licence=licence)
        _put_in_place(beside, folder)
    except OSError as error:
        raise ExportError(f"{folder}: the package could not be written: {error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Package(folder, tuple(package.files), tuple(left_out))


def _refuse(folder: Path, *, force: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise PlaceError(f"{folder} is no folder")
    names = {path.name for path in folder.iterdir()}
    if names and _DESCRIPTOR not in names:
        raise PlaceError(f"{folder} is not empty and holds no earlier package: name a new folder")
    if names and not force:
        raise PlaceError(f"{folder} holds an earlier package: name a new folder, or replace it with --force")


def _put_in_place(beside: Path, folder: Path) -> None:
    """The new folder takes the place of the old one, of which nothing is lost before."""
    if not folder.exists():
        beside.rename(folder)
        return
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    beside.rename(folder)
    shutil.rmtree(old)


class _Writer:
    """Writes the files of one package."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: Path,
        known: About,
        columns: Mapping[str, Sequence[Field]],
        told: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._folder = folder
        self._known = known
        self._columns = columns
        self._told = told
        self.files: list[File] = []

    def write(self, formats: Collection[str], *, bom: bool, licence: str) -> list[str]:
        """Everything; returns the tables that the workbook has no room for."""
        for name in self._columns:
            if "parquet" in formats:
                path = self._begin(f"parquet/{name}.parquet")
                write_parquet(rows_of(self._connection, name), self._columns[name], path)
                self._end(path, name)
            if "csv" in formats:
                path = self._begin(f"csv/{name}.csv")
                write_csv(self._connection, name, path, bom=bom)
                self._end(path, name)
        left_out: list[str] = []
        if "xlsx" in formats:
            path = self._begin(_WORKBOOK)
            left_out = write_workbook(self._connection, self._known, self._columns, path)
            self._end(path)
        self._texts(formats, left_out, bom=bom, licence=licence)
        return left_out

    def _texts(self, formats: Collection[str], left_out: Sequence[str], *, bom: bool, licence: str) -> None:
        facts = _facts(self._known, self.files, left_out, bom=bom) | _licence(licence)
        listing = sorted(self.files, key=lambda file: (file.path.partition(".")[2], file.path))
        texts = {
            _DESCRIPTOR: descriptor(self._known, self._columns, listing, licence),
            "dictionary.csv": dictionary_csv(self._columns),
            **{name: text(name, facts) for name in ("README.md", "LICENSE.md", "CITATION.cff")},
        }
        sums = {file.path: file.sha256 for file in self.files}
        for name, written in texts.items():
            (self._folder / name).write_text(written, encoding="utf-8")
            sums[name] = hashlib.sha256(written.encode()).hexdigest()
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        (self._folder / "SHA256SUMS").write_text(lines, encoding="utf-8")

    def _begin(self, name: str) -> Path:
        self._told(name)
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        return path

    def _end(self, path: Path, table: str | None = None) -> None:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        name = path.relative_to(self._folder).as_posix()
        self.files.append(File(name, digest, path.stat().st_size, table))


def _facts(known: About, files: Sequence[File], left_out: Sequence[str], *, bom: bool) -> dict[str, str]:
    tables = dict.fromkeys(file.table for file in files if file.table)
    lines = [f"| `{name}` | {dictionary()[name].en} |" for name in tables]
    if any(file.path == _WORKBOOK for file in files):
        lines.append(f"| `{_WORKBOOK}` | The tables that people look at, a sheet each |")
    years = f"Report years {known.first_year} to {known.last_year}." if known.first_year else "No report."
    return {
        "title": known.title,
        "as_of": known.as_of,
        "years": years,
        "notice": f" {_INVENTED}" if known.invented else "",
        "reports": f"{known.reports:,}",
        "cells": f"{known.cells:,}",
        "files": "\n".join(lines),
        "bom": " (UTF-8 with byte-order mark)" if bom else "",
        "left_out": f"\n* Too long for a sheet and so not in the workbook: {', '.join(left_out)}."
        if left_out
        else "",
    }


def _licence(name: str) -> dict[str, str]:
    return {
        "licence": name,
        "licence_title": licences()[name]["title"],
        "licence_path": licences()[name]["path"],
    }
