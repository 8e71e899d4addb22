"""What the documents say is true of the demo."""

from __future__ import annotations

import re

import pytest
import yaml
from command_line import ROOT, DemoLake, gongkai

QUERY = re.compile(r'\$ gongkai sql "([^"]+)"\n(.*?)```', re.DOTALL)


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.e2e
def test_the_readmes_query_gives_the_readmes_result(demo_lake: DemoLake) -> None:
    match = QUERY.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert match
    done = gongkai("sql", match[1], "--lake", demo_lake.path)
    assert done.returncode == 0, done.stderr
    assert words(match[2]) == words(done.stdout), "README.md should show:\n" + done.stdout


@pytest.mark.e2e
def test_the_demos_questions_have_answers(demo_lake: DemoLake) -> None:
    questions = yaml.safe_load((ROOT / "flows" / "demo_questions.yml").read_text(encoding="utf-8"))
    for query in [questions["findings"], *questions["try"]]:
        done = gongkai("sql", query, "--lake", demo_lake.path)
        assert done.returncode == 0, done.stderr
        assert "no rows" not in done.stdout
    done = gongkai("compare", questions["compare"]["indicator"], "--lake", demo_lake.path)
    assert done.returncode == 0, done.stderr


def test_every_relative_link_leads_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    broken = [
        f"{document.name}: {link}"
        for document in documents
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    ]
    assert broken == []


def test_every_setting_stands_in_the_example_file() -> None:
    from flows.settings import Settings  # noqa: PLC0415 - after conftest has cleared the environment

    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = [
        str(field.validation_alias or f"GONGKAI_{name}").upper()
        for name, field in Settings.model_fields.items()
    ]
    assert [name for name in names if f"{name}=" not in example] == []
