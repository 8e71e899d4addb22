"""The report of a run for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.counting import counted
from flows.runs.report import RunReport

MANY = 40


def show_run(out: Console, report: RunReport) -> None:
    """Breached thresholds, sites (of a large run those with a remark), failed steps, totals."""
    for warning in report.warnings:
        out.print(f"{'warning' if report.published else 'not published'}: {warning}", markup=False)
    shown = report.sites if len(report.sites) <= MANY else report.remarkable_sites
    if report.visits and shown:
        out.print(_sites(report, shown))
    for step, reason in report.failures.items():
        out.print(f"failed: {step}: {reason}", markup=False)
    out.print(_totals(report), markup=False, soft_wrap=True)


def _sites(report: RunReport, site_ids: Iterable[str]) -> Table:
    table = Table(title="Sites", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("site", no_wrap=True)
    table.add_column("publisher", no_wrap=True)
    table.add_column("requests", justify="right")
    table.add_column("found", justify="right")
    table.add_column("reports", justify="right")
    table.add_column("outcome")
    for site_id in site_ids:
        visit = report.visits.get(site_id)
        if visit:
            counts = (visit.pages, visit.reports, report.reports_of(site_id))
            publisher = report.sites[site_id].publisher
            table.add_row(site_id, publisher, *map(str, counts), escape(report.outcome(site_id)))
    return table


def _totals(report: RunReport) -> str:
    return (
        f"{report.job.kind} {report.job.run_id}: {counted(len(report.sites), 'site')} "
        f"({len(report.failed_sites)} failed), {counted(report.pages, 'request')}; "
        f"{counted(report.total('reports'), 'report')}, {report.total('new')} new, "
        f"{report.total('changed')} changed; {_published(report)}"
    )


def _published(report: RunReport) -> str:
    if not report.published:
        return "the old warehouse stays"
    reports, findings = counted(report.held["reports"], "report"), counted(report.held["findings"], "finding")
    return f"warehouse published with {reports} and {findings}"
