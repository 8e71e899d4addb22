"""Every question of the cookbook has the answer that the cookbook shows, on the demo's lake."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
from command_line import ROOT, DemoLake


def cookbook() -> ModuleType:
    """The tool that writes the answers, so that both read the page alike."""
    found = importlib.util.spec_from_file_location("write_cookbook", ROOT / "tools" / "write_cookbook.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


BOOK = cookbook()
TEXT = BOOK.COOKBOOK.read_text(encoding="utf-8")


def test_there_are_more_than_twenty_questions_numbered_in_order() -> None:
    titles = re.findall(r"^### (\d+)\. .+\?$", TEXT, re.MULTILINE)
    assert titles == [str(number) for number in range(1, len(titles) + 1)]
    assert len(titles) == len(BOOK.RECIPE.findall(TEXT)) == TEXT.count("```sql") > 20


@pytest.mark.e2e
def test_every_answer_is_the_one_shown(demo_lake: DemoLake) -> None:
    wrong = []
    for recipe in BOOK.RECIPE.finditer(TEXT):
        answer = BOOK.answer(demo_lake.path, recipe["query"])
        assert "no rows" not in answer, recipe["title"]
        if answer.split() != recipe["answer"].split():
            wrong.append(f"{recipe['title']} should show:\n{answer}")
    assert not wrong, "run tools/write_cookbook.py on a lake of the demo, or:\n" + "\n".join(wrong)
