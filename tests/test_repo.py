"""The repository keeps its own rules."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import click
import pytest

from flows.cli import COMMANDS, cli
from warehouse import checks
from warehouse.export import dictionary

ROOT = Path(__file__).parent.parent
PACKAGES = ("extractors", "transforms", "warehouse", "flows")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TEXTS = {".py", ".md", ".yml", ".yaml", ".toml", ".csv", ".sql", ".json", ".html", ".txt", ".lock", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    if not files:
        pytest.skip("not a git checkout")
    return [path for path in files if path.suffix in TEXTS and path.is_file()]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def test_imports_go_one_way_through_the_house() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        for name in imported(path)
        if name in PACKAGES and PACKAGES.index(name) > PACKAGES.index(path.relative_to(ROOT).parts[0])
    ]
    assert wrong == []


def test_every_folder_is_on_the_map() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = sorted(
        {path.relative_to(ROOT).parts[:2] for path in MODULES if len(path.relative_to(ROOT).parts) > 2}
    )
    assert [name for name in map("/".join, folders) if f"`{name}`" not in text] == []


def test_modules_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): n for path in MODULES if (n := len(path.read_text().splitlines())) > 250
    }
    assert long == {}


def test_functions_stay_short() -> None:
    lengths = dict(pair for path in MODULES for pair in functions(path))
    assert {name: n for name, n in lengths.items() if n > 60} == {}
    assert statistics.median(lengths.values()) <= 12
    assert sum(n > 40 for n in lengths.values()) <= len(lengths) * 0.02


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    # Put together here so that this file does not find itself.
    homes = re.compile("|".join(f"/{folder}/" for folder in ("home/[a-z]+", "root", "Users/[a-z]+", "work")))
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if homes.search(line)
    ]
    assert found == []


def test_pages_made_from_data_are_current() -> None:
    pages = {"checks.md": checks.as_markdown(), "data-dictionary.md": dictionary.as_markdown()}
    stale = [name for name, text in pages.items() if (ROOT / "docs" / name).read_text("utf-8") != text]
    assert stale == [], "run python tools/build_docs.py"


def test_the_lock_file_has_a_hash_for_every_package_and_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert not re.search(r"^\s*-", re.sub(r"--hash=", "", lock), re.MULTILINE)
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[\w, -]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    text = command.get_help(click.Context(command, info_name=f"gongkai {name}"))
    assert f"gongkai {name}" in text.partition("Example")[2]
    undocumented = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert undocumented == []


def test_both_readmes_have_the_same_sections_blocks_and_commands() -> None:
    """What is said in words may differ; what is typed, shown and listed may not."""

    def shape(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        parts = re.findall(r"^```.*?^```$|^#+ |^\| [^|]*(?:\\\|[^|]*)*\|", text, re.S | re.M)
        codes = [re.findall(r"`[^`]+`", part) if part.startswith("|") else _code(part) for part in parts]
        return [str(code) for code in codes]

    differing = [
        pair for pair in zip_longest(shape("README.md"), shape("README.zh-CN.md")) if len(set(pair)) > 1
    ]
    assert differing == [], "say it in README.md and in README.zh-CN.md"


def _code(block: str) -> list[str]:
    """The lines of a block without what they say to people."""
    return [re.split(r"\s+#|\s{2,}", line.strip())[0] for line in block.splitlines()]
