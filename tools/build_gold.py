"""Builds tests/gold again: every document and its golden answer, the same bytes for the same code.

    .venv/bin/python tools/build_gold.py [NAME …]

Office files and their PDFs need LibreOffice (`soffice`), scans need `pdftoppm`; NAME builds only the
documents whose file begins so.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gold.cases import documents

TARGET = Path(__file__).parents[1] / "tests" / "gold"


def main(wanted: tuple[str, ...]) -> None:
    """Writes the wanted documents, all of them where none is named."""
    for document in documents(wanted):
        stem = Path(document.file).stem
        (TARGET / document.file).write_bytes(document.data)
        (TARGET / f"{stem}.json").write_text(document.answer, encoding="utf-8")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
