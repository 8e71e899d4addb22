"""Write the answers of docs/cookbook.md and the README's picture anew from a lake of `gongkai demo`.

tools/write_cookbook.py LAKE
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console

from flows.show_table import show_answer
from warehouse.plot.save import save
from warehouse.query import run_sql
from warehouse.questions import compare

COOKBOOK = Path(__file__).parent.parent / "docs" / "cookbook.md"
RECIPE = re.compile(
    r"### (?P<title>[^\n]+)\n(?:(?!\n### |```).)*```sql\n(?P<query>.*?)```\n\n```text\n(?P<answer>.*?)```",
    re.DOTALL,
)


def answer(lake: Path, query: str) -> str:
    """The answer as `gongkai sql` prints it into a file, without the blanks at the ends of lines."""
    out = Console(file=io.StringIO(), width=1000)
    show_answer(out, run_sql(lake, query).table)
    lines = out.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"


def main(lake: Path) -> None:
    """Replace every answer, draw the picture."""

    def anew(recipe: re.Match[str]) -> str:
        start, end = recipe.start("answer") - recipe.start(), recipe.end("answer") - recipe.start()
        return recipe[0][:start] + answer(lake, recipe["query"]) + recipe[0][end:]

    COOKBOOK.write_text(RECIPE.sub(anew, COOKBOOK.read_text(encoding="utf-8")), encoding="utf-8")
    save(compare(lake, "disclosure_rate", 2023), COOKBOOK.with_name("compare.svg"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
