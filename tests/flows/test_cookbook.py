"""Every question of the cookbook and the guides has the answer that the page shows, on the demo's lake."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from command_line import ROOT, DemoLake


def the_tool() -> ModuleType:
    """The tool that writes the answers, so that both read the pages alike."""
    found = importlib.util.spec_from_file_location("write_answers", ROOT / "tools" / "write_answers.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


TOOL = the_tool()


def test_there_are_more_than_twenty_questions_numbered_in_order() -> None:
    text = (TOOL.DOCS / "cookbook.md").read_text(encoding="utf-8")
    titles = re.findall(r"^### (\d+)\. .+\?$", text, re.MULTILINE)
    assert titles == [str(number) for number in range(1, len(titles) + 1)]
    assert len(titles) == len(TOOL.ANSWERED.findall(text)) == text.count("```sql") > 20


@pytest.mark.e2e
@pytest.mark.parametrize("page", TOOL.PAGES, ids=lambda page: page.stem)
def test_every_answer_is_the_one_shown(page: Path, demo_lake: DemoLake) -> None:
    wrong = []
    asked = list(TOOL.ANSWERED.finditer(page.read_text(encoding="utf-8")))
    assert asked
    for found in asked:
        answer = TOOL.answer(demo_lake.path, found["query"])
        assert "no rows" not in answer, found["query"]
        if answer.split() != found["answer"].split():
            wrong.append(f"{found['query']}should show:\n{answer}")
    assert not wrong, "run tools/write_answers.py on a lake of the demo, or:\n" + "\n".join(wrong)
