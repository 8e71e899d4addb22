"""What a reading depends on: a change of a reader is a change for its kinds of document and no others."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from command_line import ROOT

from flows.documents import fingerprints
from flows.documents.fingerprints import fingerprint, modules_of

GOLD = ROOT / "tests" / "gold"


def changed_by(path: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The kinds whose fingerprint differs once a file has one more byte."""
    before = {kind: fingerprint(kind) for kind in SOME}
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda file: real(file) + b" " * (file == ROOT / path))
    fingerprint.cache_clear()
    after = {kind: fingerprint(kind) for kind in SOME}
    monkeypatch.undo()
    fingerprint.cache_clear()
    return {kind for kind in SOME if before[kind] != after[kind]}


SOME = ("html", "pdf", "ofd", "docx", "zip")
# A Word file may hold a document of any kind, as an archive does.
ANY = {"docx", "zip"}


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("extractors/ofd/texts.py", {"ofd"} | ANY),
        ("extractors/web/depth.py", {"html"} | ANY),
        ("transforms/forms/items.csv", set(SOME)),
        ("transforms/reports/normalise.py", set()),
        ("extractors/crawl/words.yml", set()),
    ],
)
def test_a_change_reads_again_only_what_depends_on_it(
    path: str, kinds: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (ROOT / path).is_file()
    assert changed_by(path, monkeypatch) == kinds


def _below(depth: int) -> str:
    return _below(depth - 1) if depth else fingerprint("html")


def _gives_way(_phase: str, _info: dict[str, int]) -> None:
    time.sleep(0)


def test_threads_side_by_side_get_the_same_digest() -> None:
    """As in a night that failed: other threads went on while the collector ran within the parser."""
    gc.callbacks.append(_gives_way)
    fingerprint.cache_clear()
    fingerprints._imports.cache_clear()
    try:
        with ThreadPoolExecutor(8) as threads:
            told = set(threads.map(_below, range(0, 80, 10)))
    finally:
        gc.callbacks.remove(_gives_way)
    assert told == {fingerprint("html")}


def test_another_version_of_a_library_is_another_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {kind: fingerprint(kind) for kind in ("pdf", "html")}
    installed = fingerprints.version
    monkeypatch.setattr(
        fingerprints, "version", lambda name: installed(name) + "+" * (name == "pdfminer.six")
    )
    fingerprint.cache_clear()
    assert (fingerprint("pdf") == before["pdf"], fingerprint("html") == before["html"]) == (False, True)
    monkeypatch.undo()
    fingerprint.cache_clear()


READ = """
import sys
from pathlib import Path
from transforms.extract import extract_all
extract_all(Path(sys.argv[1]).read_bytes())
print(*(name for name in sys.modules if name.startswith(("extractors.", "transforms."))))
"""


@pytest.mark.parametrize("name", ["pdf", "xlsx"])
def test_reading_loads_no_module_that_the_fingerprint_does_not_know(name: str) -> None:
    file = min(path for path in GOLD.rglob(f"*.{name}"))
    done = subprocess.run(
        [sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stdout.split())
    assert {"transforms.facts", f"extractors.readers.{name}"} <= loaded
    assert loaded - modules_of(name) - {"extractors.crawl"} == set()
