"""`gongkai probe`: looks at a site politely and proposes its line for the sites file."""

from __future__ import annotations

from dataclasses import replace

import click

from extractors.sites import HEADER, host_of
from flows import steps
from flows.commands import options
from flows.counting import counted
from flows.errors import CallError, WorkError
from flows.job import Job
from flows.probing import BUDGET, Probe, as_line, probe
from flows.settings import settings


@click.command("probe")
@click.argument("url")
@click.option(
    "--proxy",
    metavar="URL",
    callback=options.proxy,
    help="Proxy for fetching (default: GONGKAI_PROXY, else none).",
)
def command(url: str, proxy: str | None) -> None:
    """Look at a site politely and propose its line for the sites file.

    Start from a home page, a 政府信息公开 platform, a 年报 column or one report. The line goes to standard
    output, what was seen to standard error; nothing is kept. Exit status 1 where no report was found.

    \b
    Examples:
      gongkai probe http://www.example.gov.cn/
      gongkai probe http://www.example.gov.cn/zfxxgk/ >> my-sites.csv
    """
    try:
        host_of(url)
    except ValueError as error:
        raise CallError(str(error)) from None
    job = Job(
        "", "", "probe", delay=settings().delay, contact=settings().contact, proxy=proxy or settings().proxy
    )
    crawling = replace(steps.crawl_settings(job, ()), max_pages_per_site=BUDGET, recheck=True)
    found = probe(url, crawling, settings().delay)
    _tell(found)
    click.echo(as_line(found.row))
    if not found.years:
        raise WorkError(
            f"no annual report found from {url}: {found.error or 'try the address of its column'}"
        )


def _tell(found: Probe) -> None:
    seen = f"{counted(found.pages, 'request')}, {counted(len(found.years), 'report year')}"
    click.echo(f"{seen}{': ' if found.years else ''}{', '.join(map(str, found.years))}", err=True)
    if found.error and found.years:
        click.echo(f"the visit ended early: {found.error}", err=True)
    for name in found.lacking:
        click.echo(f"{name} could not be told: fill it in", err=True)
    click.echo(f"check the line, then add it to a file with the header {','.join(HEADER)}:", err=True)
