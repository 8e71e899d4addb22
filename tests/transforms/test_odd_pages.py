"""Pages that no form foresees: what they print is read, or openly not; nothing comes out wrong in silence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from generator.cases import Case, Verdict, case, judge, read_case

PAGES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("odd_pages.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
# A report of 2021 on the form of 2021 with a figure in every cell, most of them different.
SEED = 372


def changed(odd: dict[str, Any]) -> Case:
    made = case("html", "none", SEED, blanks=False)
    page, truth = made.data.decode(), made.report.truth
    for item, text in odd.get("cells", {}).items():
        printed = made.report.printed[item]
        assert page.count(f">{printed}<") == 1, f"{item}: {printed} is not the only such cell"
        page = page.replace(f">{printed}<", f">{text.replace('{}', printed)}<")
        if item not in odd.get("reads", ()):
            truth[item] = ("missing", None)
            made.report.gone.add(item)
    for pattern, by in odd.get("swap", ()):
        page, count = re.subn(pattern, by, page, flags=re.DOTALL)
        assert count, f"{pattern} is not on the page"
    for item in truth:
        if any(item.startswith(f"{name}.") for name in odd.get("not_own", ())):
            truth[item] = ("missing", None)
    return Case(made.name, page.encode(), made.report)


@pytest.fixture(params=PAGES, ids=lambda odd: odd["name"])
def found(request: pytest.FixtureRequest) -> Verdict:
    made = changed(request.param)
    return judge(made.report, read_case(made))


def test_nothing_is_read_wrong_in_silence(found: Verdict) -> None:
    assert found.silent == ()


def test_no_figure_is_said_to_contradict_the_form(found: Verdict) -> None:
    assert found.alarms == ()


@pytest.mark.parametrize("odd", [odd for odd in PAGES if odd.get("whole")], ids=lambda odd: odd["name"])
def test_what_can_be_told_is_read(odd: dict[str, Any]) -> None:
    made = changed(odd)
    assert judge(made.report, read_case(made)).lost == ()
