"""Every block of code in the guides runs, in order, on the demo's lake; one that does not says why."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command_line import ROOT, DemoLake

from extractors.sites import read_sites
from flows.cli import cli
from warehouse.query import run_sql

GUIDES = ("README.md", "README.zh-CN.md", "docs/analyst-guide.md", "docs/cookbook.md")
# What nobody runs: answers and files shown.
SHOWN = {"", "text", "csv", "r"}
BLOCK = re.compile(
    r"(?:^<!-- not run here: (?P<why>[^>]+) -->\n)?^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.S | re.M
)


def blocks(guide: str) -> list[re.Match[str]]:
    return list(BLOCK.finditer((ROOT / guide).read_text(encoding="utf-8")))


@pytest.fixture
def folder(demo_lake: DemoLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which `lake` is the demo's."""
    (tmp_path / "lake").symlink_to(demo_lake.path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(code: str) -> str:
    """What went wrong; empty where nothing did."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stderr if done.returncode else ""


def failures(guide: str) -> Iterator[str]:
    names: dict[str, object] = {}
    for block in blocks(guide):
        language, code = block["language"], block["code"]
        if block["why"] or language in SHOWN:
            continue
        try:
            if language == "python":
                exec(compile(code, guide, "exec"), names)  # noqa: S102 - our own text
            elif language == "sql":
                assert run_sql("lake", code).table.num_rows, "no rows"
            else:
                assert language == "sh", f"what is {language}?"
                assert not (wrong := shell(code)), wrong
        except Exception as error:  # noqa: BLE001 - whatever it is, the guide is wrong
            yield f"{guide}: {error!r} in\n{code}"


@pytest.mark.e2e
@pytest.mark.parametrize("guide", GUIDES)
def test_every_block_runs(guide: str, folder: Path) -> None:
    assert folder
    assert list(failures(guide)) == []


def commands(page: Path) -> Iterator[tuple[str, list[str]]]:
    """The calls of `gongkai` that a page shows in code: the command, and its options."""
    text = page.read_text(encoding="utf-8")
    code = [*re.findall(r"^```.*?^```$", text, re.S | re.M), *re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)]
    for call in re.finditer(r"(?:^|[\s(/])gongkai ([a-z]+)\b([^\n|&;#]*)", "\n".join(code)):
        yield call[1], re.findall(r"(?<=\s)--[a-z-]+", re.sub(r'"[^"]*"', "", call[2]))


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda page: page.stem)
def test_every_call_that_a_page_shows_is_a_call(page: Path) -> None:
    wrong = []
    for name, options in commands(page):
        command = cli.get_command(click.Context(cli), name)
        params = [*cli.params, *(command.params if command else ())]
        known = {option for param in params for option in param.opts}
        wrong += [
            f"gongkai {name} {option}".strip() for option in options or [""] if option and option not in known
        ]
        wrong += [] if command else [f"gongkai {name}"]
    assert wrong == []


def test_the_sites_file_of_the_guide_is_one(tmp_path: Path) -> None:
    (block,) = (block["code"] for block in blocks("docs/adding-a-site.md") if block["language"] == "csv")
    (tmp_path / "sites.csv").write_text(block, encoding="utf-8")
    sites, problems = read_sites(tmp_path / "sites.csv")
    assert [site.site_id for site in sites] == ["taocheng"]
    assert not problems
