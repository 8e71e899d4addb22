"""The report of a run for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table

from flows.report import RunReport, counted

MANY = 40


def show_run(out: Console, report: RunReport) -> None:
    """Sites (all of a small run, the failed ones of a large one), then totals and failed steps."""
    shown = report.sites if len(report.sites) <= MANY else report.failed_sites
    if report.visits and shown:
        out.print(_sites(report, shown))
    for step, reason in report.failures.items():
        out.print(f"failed: {step}: {reason}", markup=False)
    out.print(_totals(report), markup=False)


def _sites(report: RunReport, site_ids: Iterable[str]) -> Table:
    table = Table(title="Sites", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("site", no_wrap=True)
    table.add_column("publisher", no_wrap=True)
    table.add_column("requests", justify="right")
    table.add_column("reports", justify="right")
    table.add_column("outcome")
    for site_id in site_ids:
        visit = report.visits.get(site_id)
        if visit:
            outcome = visit.error or visit.note or "ok"
            publisher = report.sites[site_id].publisher
            table.add_row(site_id, publisher, str(visit.pages), str(report.reports_of(site_id)), outcome)
    return table


def _totals(report: RunReport) -> str:
    findings = sum(sum(extracted.findings.values()) for extracted in report.extracted.values())
    return (
        f"{report.job.kind} {report.job.run_id}: {counted(len(report.sites), 'site')} "
        f"({len(report.failed_sites)} failed), {counted(report.pages, 'request')}; "
        f"{counted(report.total('reports'), 'report')}, {report.total('new')} new, "
        f"{report.total('changed')} changed; {counted(findings, 'finding')}; warehouse published"
    )
