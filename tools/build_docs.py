"""Rebuild the pages under docs/ that are made from data.

python tools/build_docs.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import runbook_page  # noqa: E402
import settings_page  # noqa: E402

from warehouse import checks  # noqa: E402
from warehouse.export import dictionary  # noqa: E402

if __name__ == "__main__":
    (ROOT / "docs" / "checks.md").write_text(checks.as_markdown(), encoding="utf-8")
    (ROOT / "docs" / "runbook.md").write_text(runbook_page.as_markdown(), encoding="utf-8")
    (ROOT / "docs" / "settings.md").write_text(settings_page.as_markdown(), encoding="utf-8")
    (ROOT / "docs" / "data-dictionary.md").write_text(dictionary.as_markdown(), encoding="utf-8")
