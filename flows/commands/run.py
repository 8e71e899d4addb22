"""`gongkai run`: the nightly flow, once."""

from __future__ import annotations

from pathlib import Path

import click

from flows import launch
from flows.commands import options
from flows.errors import CallError
from flows.job import Job
from flows.terminal.show import console
from flows.terminal.show_run import show_run


@click.command("run", cls=options.TakesCodes)
@click.option(
    "--sites", metavar="FILE", help="The sites file (default: GONGKAI_SITES, else the one of this package)."
)
@options.lake
@options.only
@options.runner
@click.option(
    "--proxy",
    metavar="URL",
    callback=options.proxy,
    help="Proxy for fetching (default: GONGKAI_PROXY, else none).",
)
@click.option(
    "--recheck", is_flag=True, help="Ask for every known page, not only for those that are due again."
)
@click.option(
    "--from-warc",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Take in these web archives instead of asking the sites. More files may follow.",
)
@click.option("--retry-failed", "retry", metavar="RUN", help="Visit only the sites that failed in this run.")
@options.anyway
@click.argument("files", nargs=-1, metavar="")
def command(
    sites: str | None,
    lake: str,
    only: tuple[str, ...],
    runner: str,
    proxy: str | None,
    recheck: bool,
    from_warc: tuple[str, ...],
    retry: str | None,
    anyway: bool,
    files: tuple[str, ...],
) -> None:
    """The nightly flow, once: crawl, archive, extract, normalise, Parquet, DuckDB.

    Known pages are asked for again when they are due: lists and new reports every night from January to
    April and weekly otherwise, reports unchanged for two months every month, sites on this machine always.

    Bad rows of the sites file are named and left out. The exit status is 0 when the warehouse was
    published, even where single sites failed: they stand in the run report. It is 1 where a whole
    prefecture could not be crawled or extracted, and where so much less came in than last time that the
    old warehouse was left in place.

    \b
    Examples:
      gongkai run --sites my-sites.csv
      gongkai run --sites my-sites.csv --only 13 1401 --lake /data/lake
      gongkai run --sites my-sites.csv --retry-failed 20270115T180000Z
      gongkai run --sites my-sites.csv --from-warc 2022.warc.gz 2023.warc.gz
    """
    if files and not from_warc:
        raise CallError(f"{files[0]}: files are taken with --from-warc only")
    if lacking := [name for name in files if not Path(name).is_file()]:
        raise CallError(f"--from-warc: there is no file {lacking[0]}")
    asked = Job(
        lake,
        run_id="",
        kind="run",
        only=only,
        sites_file=str(sites or launch.sites_file()),
        proxy=proxy,
        recheck=recheck,
        from_warc=(*from_warc, *files),
        anyway=anyway,
        runner=runner,
    )
    report = launch.run(asked, retry=retry)
    show_run(console(), report)
    launch.complain(report)
