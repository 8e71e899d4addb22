"""`gongkai report`: the morning report of a run."""

from __future__ import annotations

import json

import click
from rich.markdown import Markdown

from flows import lake as lakes
from flows.commands import options
from flows.notices.briefing import briefing
from flows.runs import past_runs
from flows.terminal.show import console


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
    held = lakes.to_read(lake, lakes.RUNS)
    record = past_runs.of(held, run)
    text = briefing(record, past_runs.published_before(held, record))
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
    elif markdown:
        click.echo(text, nl=False)
    else:
        console().print(Markdown(text))
