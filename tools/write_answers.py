"""Write the answers shown below the queries of docs, and the README's picture, anew from a lake of the demo.

tools/write_answers.py LAKE
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console

from flows.terminal.show_table import show_answer
from warehouse.plot.save import save
from warehouse.query import run_sql
from warehouse.questions import compare

DOCS = Path(__file__).parent.parent / "docs"
PAGES = (DOCS / "cookbook.md", DOCS / "analyst-guide.md")
ANSWERED = re.compile(r"```sql\n(?P<query>[^`]*)```\n\n```text\n(?P<answer>[^`]*)```")


def answer(lake: Path, query: str) -> str:
    """The answer as `gongkai sql` prints it into a file, without the blanks at the ends of lines."""
    out = Console(file=io.StringIO(), width=1000)
    show_answer(out, run_sql(lake, query).table)
    lines = out.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"


def main(lake: Path) -> None:
    """Replace every answer, draw the picture."""

    def anew(asked: re.Match[str]) -> str:
        return f"```sql\n{asked['query']}```\n\n```text\n{answer(lake, asked['query'])}```"

    for page in PAGES:
        page.write_text(ANSWERED.sub(anew, page.read_text(encoding="utf-8")), encoding="utf-8")
    save(compare(lake, "disclosure_rate", 2023), DOCS / "compare.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
