"""The nightly flow: per prefecture a crawl and an extract task, then one build."""

from __future__ import annotations

from prefect import flow

from flows import lake as lakes
from flows import plan, progress, tasks
from flows.conveyor import Conveyor
from flows.job import Job
from flows.report import RunReport


@flow(name="nightly", flow_run_name="{job.kind} {job.run_id}", validate_parameters=False)
def nightly(job: Job) -> RunReport:
    """Crawl the sites of the job's sites file, extract what is archived of their prefectures, build."""
    sites = plan.chosen(job)
    refused = [str(problem) for problem in plan.read(str(job.sites_file), job.delay)[1]]
    report = RunReport(job, {site.site_id: site for site in sites}, refused_rows=refused)
    names = plan.prefectures(site.division_code for site in sites)
    # On record from the start: a run that is killed is a row without an end.
    report.save(lakes.create(job.lake))
    with progress.board() as board:
        Conveyor(job, names, report, board).run(tasks.crawl)
        tasks.publish_run(job, report)
    return report


def start(job: Job) -> RunReport:
    """Run the flow here, with as many tasks side by side as the job says."""
    return nightly.with_options(task_runner=tasks.side_by_side(job))(job)
