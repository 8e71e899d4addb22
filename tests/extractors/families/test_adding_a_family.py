"""docs/adding-a-family.md is true: its blocks run, and its family finds its site's reports."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import families
from extractors.crawl.page import Page

GUIDE = Path(__file__).parents[3] / "docs" / "adding-a-family.md"


def walk_through() -> ModuleType:
    """All blocks of the guide as one module."""
    module = ModuleType("walk_through")
    for block in re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.S | re.M):
        exec(compile(block, GUIDE.name, "exec"), module.__dict__)  # noqa: S102 - our own text
    return module


MODULE = walk_through()
TESTS = sorted(name for name in vars(MODULE) if name.startswith("test_"))


@pytest.mark.parametrize("name", TESTS)
async def test_the_guide_does_as_it_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = list(families.FAMILIES.items())
    place = [name for name, _ in known].index("nextlink")
    monkeypatch.setattr(families, "FAMILIES", dict([*known[:place], ("taohua", MODULE.read), *known[place:]]))
    test = getattr(MODULE, name)
    result = test(*([tmp_path] if inspect.signature(test).parameters else []))
    if inspect.isawaitable(result):
        await result


async def test_without_its_family_the_site_s_later_pages_are_not_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        await MODULE.test_all_reports_of_a_site_are_found(tmp_path)


@given(st.text())
def test_the_guide_s_family_reads_anything(text: str) -> None:
    for source in (text, MODULE.RECORDED.replace("3", text)):
        MODULE.read(Page(MODULE.COLUMN, source.encode("utf-8", "replace"), "text/html", "text/html"))
