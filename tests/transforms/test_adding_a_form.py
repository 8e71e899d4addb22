"""docs/adding-a-form.md is true: its blocks, followed in a copy of the project, add a form."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "adding-a-form.md"
RUN = {
    "python": [sys.executable, "-"],
    "sh": ["bash", "-euo", "pipefail"],
    "diff": ["git", "apply", "--unidiff-zero", "-"],
}


@pytest.mark.e2e
def test_the_guide_adds_a_form(tmp_path: Path) -> None:
    for package in ("extractors", "transforms", "warehouse", "flows"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "gongkai").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flows "$@"\n')
    (tmp_path / "gongkai").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PATH": path, "COLUMNS": "130"}
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.S | re.M)
    assert len(blocks) > 5
    for language, code in blocks:
        done = subprocess.run(
            RUN[language],
            input=code,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{code}\n{done.stdout}{done.stderr}"
