"""`gongkai demo`: made-up government sites on this machine, crawled, read and compared."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import yaml
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from extractors.sites import is_loopback
from flows import known_sites, launch, website
from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from flows.demo.server import DemoFarm
from flows.errors import CallError
from flows.job import Job
from flows.lake import Lake
from flows.settings import settings
from flows.terminal import show_compare
from flows.terminal.show import console
from flows.terminal.show_run import show_run
from warehouse.query import run_sql
from warehouse.questions import compare

QUESTIONS = Path(__file__).parent.with_name("demo_questions.yml")


@click.command("demo")
@options.lake
def command(lake: str) -> None:
    """Serve made-up government sites on this machine, run the nightly flow over them, show what came of it.

    Needs no network. All figures are invented, but for two reports that carry their real ones: 桃城区 for
    2021 and 上海市人民政府办公厅 for 2019.

    \b
    Examples:
      gongkai demo
      gongkai demo --lake /tmp/demo-lake
    """
    _refuse_real(lakes.to_read(lake, lakes.RUNS, lakes.SITES, new=True))
    held = lakes.create(lake)
    with tempfile.TemporaryDirectory() as folder, DemoFarm() as farm:
        sites_file = Path(folder) / "demo-sites.csv"
        farm.write_sites_file(sites_file)
        click.echo(f"Crawling {len(farm.sites)} made-up government sites on this machine …", err=True)
        report = launch.run(
            Job(lake, run_id="", kind="demo", sites_file=str(sites_file), runner=settings().runner)
        )
    out = console()
    show_run(out, report)
    if report.published:
        show_answers(out, held)
        _show_site(held)
    launch.complain(report)


def _show_site(lake: Lake) -> None:
    folder = website.folder(lake)
    if folder and (folder / "index.html").is_file():
        click.echo(f"\nOr look at it: open {folder / 'index.html'} in a browser.")


def _refuse_real(lake: Lake) -> None:
    """Invented figures must never stand beside real ones."""
    for prefecture in lake.prefectures():
        for site in known_sites.sites_of(lake, prefecture):
            if not is_loopback(urlsplit(site.url).hostname or ""):
                raise CallError(
                    f"lake {lake.name} holds real sites ({site.site_id}): name another with --lake DIR"
                )


def _show_findings(out: Console, rows: Sequence[Mapping[str, object]]) -> None:
    total = rows[0]["total"] if rows else 0
    out.print(Text(f"What was found wrong ({len(rows)} shown of {total})", style="italic"))
    for row in rows:
        place = row["place"] or "no one place"
        out.print(
            Text(f"  {row['severity']:<7}  {row['report']}  {row['rule']}  {row['item'] or ''}, at {place}")
        )
        out.print(Padding(Text(str(row["message"]), style="dim"), (0, 0, 0, 11)))
    out.print()


def show_answers(out: Console, lake: Lake) -> None:
    """What was found wrong, one comparison, and questions to try."""
    questions: dict[str, Any] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    with explained():
        findings = run_sql(lake.root, questions["findings"])
        ranking = compare(lake.root, **questions["compare"])
    _show_findings(out, findings.rows())
    show_compare.show(out, ranking)
    click.echo("All figures but 桃城区 2021 and 上海市人民政府办公厅 2019 are invented. Questions to try:\n")
    where = "" if lake.name == "lake" else f" --lake {shlex.quote(lake.name)}"
    for query in questions["try"]:
        click.echo(f'  gongkai sql{where} "{query}"')
