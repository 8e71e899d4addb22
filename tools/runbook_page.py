"""The runbook as Markdown: everything that may be said in a log or report, what it means, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from extractors.crawl.outcomes import outcomes
from flows.doctor.faults import kinds
from flows.runs.thresholds import thresholds

_FILE = Path(__file__).with_name("runbook.yml")
_HEAD = """# Runbook

What a log, a report or a command may say, what it means, what to do. Made by `tools/build_docs.py` from the
files that the program itself uses; findings about figures are explained in [checks.md](checks.md).
"""
_THRESHOLDS = """
A measure of a run against the last published one (`flows/runs/thresholds.yml`). Below the minimum nothing is
published and the old warehouse stays; above the maximum the run is published and warns. Look at the sites
that `gongkai report` lists: after a redesign mend their rows; if the loss is real, run again with
`--publish-anyway`.
"""
_OUTCOMES = """
What became of a request (`outcome` in `captures`, `outcomes` in `site_runs`), and what to do where a site
has many of them.
"""


def as_markdown() -> str:
    """All of docs/runbook.md."""
    return "\n".join([_HEAD, *_lines_of_the_log(), *_thresholds(), *_outcomes(), *_faults(), ""])


@cache
def lines_of_the_log() -> Mapping[str, Mapping[str, str]]:
    """By the line: `means` and `remedy`."""
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def _lines_of_the_log() -> Iterator[str]:
    yield "## Lines of the log\n"
    rows = [(line, one["means"], one["remedy"]) for line, one in sorted(lines_of_the_log().items())]
    yield from _table(("it says", "meaning", "what to do"), rows)


def _thresholds() -> Iterator[str]:
    yield f"\n## Withheld, or a warning about a run\n{_THRESHOLDS}"
    rows = [(one.means, one.min or "", one.max or "", one.least) for one in thresholds()]
    yield from _table(("measure", "minimum", "maximum", "judged from"), rows)


def _outcomes() -> Iterator[str]:
    yield f"\n## Outcomes of requests\n{_OUTCOMES}"
    yield from _table(
        ("outcome", "what to do"), [(f"`{name}`", one.remedy) for name, one in outcomes().items()]
    )


def _faults() -> Iterator[str]:
    yield "\n## Faults that `gongkai doctor` finds\n"
    rows = [
        (f"`{code}`", kind.means, kind.repair or "Named and left.", kind.remedy)
        for code, kind in kinds().items()
    ]
    yield from _table(("fault", "meaning", "with `--repair`", "what to do where it stays"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The texts are our own Markdown, and stand as they are."""
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(map(str, row))} |"
