"""`gongkai report`: the morning report of a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
from rich.markdown import Markdown

from flows import lake as lakes
from flows.baseline import published_before
from flows.briefing import briefing
from flows.commands import options
from flows.errors import CallError
from flows.lake import Lake
from flows.show import console


@click.command("report")
@click.argument("run", required=False)
@options.lake
@click.option("--markdown", is_flag=True, help="The report's Markdown, as it goes to Prefect and by mail.")
@click.option("--json", "as_json", is_flag=True, help="Everything that is on record of the run.")
def command(run: str | None, lake: str, markdown: bool, as_json: bool) -> None:
    """What came in with a run, what failed and what to do about it; without RUN the last one.

    \b
    Examples:
      gongkai report
      gongkai report 20270115T180000Z --lake /data/lake
      gongkai report --markdown | mail -s "Gongkai" operator@example.org
    """
    held = lakes.existing(lake)
    record = chosen(held, run)
    text = briefing(record, published_before(held, record))
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
    elif markdown:
        click.echo(text, nl=False)
    else:
        console().print(Markdown(text))


def chosen(lake: Lake, run_id: str | None) -> dict[str, Any]:
    """The record of a run, the last one where none is named. Raises CallError where there is none."""
    for record in lake.run_records():
        if run_id in (None, record["run_id"]):
            return record
    if run_id is None:
        raise CallError(f"lake {lake.root} has seen no run")
    last = ", ".join(record["run_id"] for record in _first(lake.run_records(), 3))
    raise CallError(f"lake {lake.root} has no run {run_id}; the last ones are {last or 'none'}")


def _first(records: Iterator[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    return (record for record, _ in zip(records, range(count), strict=False))
