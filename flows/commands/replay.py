"""`gongkai replay`: extraction and everything after it again, from the archive."""

from __future__ import annotations

import click

from flows import launch
from flows.commands import options
from flows.job import Job
from flows.terminal.show import console
from flows.terminal.show_run import show_run


@click.command("replay", cls=options.TakesCodes)
@options.lake
@options.only
@click.option(
    "--changed", is_flag=True, help="Read again only documents whose reader has changed since they were read."
)
@options.runner
@options.anyway
def command(lake: str, only: tuple[str, ...], runner: str, *, changed: bool, anyway: bool) -> None:
    """Extraction and everything after it again, from the archive, with no network.

    The same archive gives the same Parquet bytes; after a change of the program, only what reads
    differently changes. The unit is the prefecture: --only 131102 does all of 1311 again. With --changed a
    new reader of PDF leaves web pages as they were read; both give the same tables.

    \b
    Examples:
      gongkai replay
      gongkai replay --only 1311 --lake /data/lake
      gongkai replay --changed
      gongkai replay --runner dask
    """
    asked = Job(lake, run_id="", kind="replay", only=only, runner=runner, anyway=anyway, changed=changed)
    report = launch.replay(asked)
    show_run(console(), report)
    launch.complain(report)
