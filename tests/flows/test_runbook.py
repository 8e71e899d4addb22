"""The operator's pages are those of the program: every setting, every warning and its remedy."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import runbook_page
import settings_page
from command_line import ROOT

PACKAGES = ("extractors", "transforms", "warehouse", "flows")


def said(path: Path) -> Iterator[str]:
    """What a module logs at warning or error."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            logs = node.func.attr in ("warning", "error") and "log" in ast.unparse(node.func.value)
            if logs and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_every_line_of_the_log_is_explained_and_no_other() -> None:
    lines = {line for package in PACKAGES for path in (ROOT / package).rglob("*.py") for line in said(path)}
    assert lines == set(runbook_page.lines_of_the_log()), "see tools/runbook.yml"


@pytest.mark.parametrize(
    ("page", "made"), [("runbook.md", runbook_page.as_markdown), ("settings.md", settings_page.as_markdown)]
)
def test_the_pages_are_up_to_date(page: str, made: object) -> None:
    assert callable(made)
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == made(), "run tools/build_docs.py"
