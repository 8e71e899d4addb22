"""What the reading of a kind of document depends on, as one digest: modules, data files and libraries.

A changed reader of PDF leaves the readings of web pages as they are. What a kind depends on is told from the
imports: the closure of its reader and of what makes facts of any document, with the data files beside these
modules, and the libraries that they import with all that these need.
"""

from __future__ import annotations

import dis
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from itertools import pairwise
from pathlib import Path
from types import CodeType

import extractors
import transforms
from extractors.readers.kinds import KINDS

_ROOTS = {package.__name__: Path(package.__path__[0]) for package in (extractors, transforms)}
# Parts of `extractors` that fetch and never read.
_FETCHING = ("crawl", "families", "sites.csv", "sites.py")
# What imports this may read any kind.
_DISPATCHER = ("extractors.readers", "extractors.readers.read")
_ENGINES = ("onnxruntime", "opencv-python-headless")
_EVERY_KIND = "transforms.extract"
# What is kept of a reading, and what makes rows of readings.
_KEPT, _ROWS = "transforms.reports.outline", ("transforms.reports.normalise", "transforms.parquet")
_NAME = re.compile(r"[\w.-]+")
_IMPORT = dis.opmap["IMPORT_NAME"]
_FOR_SOME = re.compile(r";.*extra\s*==")


@cache
def fingerprint(kind: str | None, *, pictured: bool = False) -> str:
    """The digest for a kind of kinds.yml; `pictured` for a page with the pictures that are its text.

    An archive may hold any kind and depends on all of them, as does a document of no known kind.
    """
    reader = KINDS[kind].reader if kind in KINDS else None
    readers = {reader} if reader else {one.reader for one in KINDS.values() if one.reader}
    if pictured:
        readers.add("image")
    return _digest([_EVERY_KIND, _KEPT, *(f"extractors.readers.{name}" for name in sorted(readers))])


@cache
def fingerprint_of_rows() -> str:
    """The digest of what makes the rows of tables from readings, and files of them."""
    return _digest(_ROWS)


def _digest(roots: Iterable[str]) -> str:
    modules = _closure(roots)
    digest = hashlib.sha256()
    for path in sorted({*map(_path_of, modules), *_data_beside(modules)}):
        digest.update(path.name.encode() + path.read_bytes())
    for name in sorted(_libraries(modules)):
        digest.update(f"{name} {_installed(name)}".encode())
    return digest.hexdigest()


def modules_of(kind: str) -> frozenset[str]:
    """The modules of this project that a kind's reading depends on, by their full names."""
    return frozenset(_closure([_EVERY_KIND, f"extractors.readers.{KINDS[kind].reader}"]))


def _closure(roots: Iterable[str]) -> set[str]:
    """These modules and all that they import, in whatever place of them."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found and _path_of(name).is_file():
            found.add(name)
            waiting += _imports(name)[0]
    return found


@cache
def _imports(module: str) -> tuple[list[str], list[str]]:
    """What a module imports: of this project (with the packages above), and the libraries' top names."""
    ours: list[str] = []
    libraries: list[str] = []
    path = _path_of(module)
    for name in _names(compile(path.read_bytes(), str(path), "exec", dont_inherit=True)):
        top, *rest = name.split(".")
        if name in _DISPATCHER and module != _EVERY_KIND:
            # A document within a document, such as a web page in a Word file, may be of any kind.
            ours += (f"extractors.readers.{one.reader}" for one in KINDS.values() if one.reader)
        if top not in _ROOTS:
            libraries.append(top)
        elif not rest or rest[0] not in _FETCHING:
            parts = name.split(".")
            ours += (".".join(parts[:end]) for end in range(1, len(parts) + 1))
    return ours, libraries


def _names(code: CodeType) -> Iterator[str]:
    """What is imported in a module's code and in the functions and classes within it.

    By its instructions, not its syntax tree: Python 3.11's ast.parse fails at random where another thread,
    of whatever library, is in it too (python/cpython issue 106905).
    """
    # Instructions are named slowly, and few functions import: each second byte is what is to be done.
    if _IMPORT in code.co_code[::2]:
        steps = (step for step in dis.get_instructions(code) if step.opname != "EXTENDED_ARG")
        for before, step in pairwise(steps):
            if step.opcode == _IMPORT:
                # `from extractors.web import lines` may name a module or what a module holds.
                names = [f"{step.argval}.{name}" for name in before.argval or ()]
                yield from names or (step.argval,)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _path_of(module: str) -> Path:
    top, *rest = module.split(".")
    place = _ROOTS[top].joinpath(*rest)
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _data_beside(modules: Iterable[str]) -> Iterator[Path]:
    """Data files in the folders of these modules, and in folders of nothing but data below them."""
    for folder in {_path_of(module).parent for module in modules}:
        for path in folder.iterdir():
            if path.is_file() and path.suffix != ".py" and path.name not in _FETCHING:
                yield path
            elif path.is_dir() and not any(path.rglob("*.py")) and path.name != "__pycache__":
                yield from (inner for inner in path.rglob("*") if inner.is_file())


def _libraries(modules: Iterable[str]) -> set[str]:
    """The distributions that these modules import, with all that those need."""
    found: set[str] = set()
    providers = _providers()
    waiting = [name for module in modules for top in _imports(module)[1] for name in providers.get(top, ())]
    if "rapidocr" in waiting:
        # It runs its models with whichever engine is installed, and names none.
        waiting += _ENGINES
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _needed(name)
    return found


@cache
def _providers() -> Mapping[str, list[str]]:
    return packages_distributions()


@cache
def _needed(distribution: str) -> list[str]:
    try:
        wanted = requires(distribution) or []
    except PackageNotFoundError:
        return []
    return [name[0] for one in wanted if not _FOR_SOME.search(one) and (name := _NAME.match(one))]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
