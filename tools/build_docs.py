"""Rebuild the pages under docs/ that are made from data.

python tools/build_docs.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from warehouse.checks import as_markdown  # noqa: E402

if __name__ == "__main__":
    (ROOT / "docs" / "checks.md").write_text(as_markdown(), encoding="utf-8")
