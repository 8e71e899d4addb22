"""The nightly flow: per prefecture a crawl and an extract task, then one build."""

from __future__ import annotations

from prefect import flow

from flows import lake as lakes
from flows import plan, tasks
from flows.conveyor import carry_out
from flows.job import Job
from flows.runs import baseline
from flows.runs.report import RunReport


def night(job: Job) -> RunReport:
    """The flow's body: crawl the job's sites, extract what is archived of their prefectures, build."""
    sites = plan.chosen(job)
    refused = [str(problem) for problem in plan.read(str(job.sites_file), job.delay)[1]]
    lake = lakes.create(job.lake)
    names = plan.prefectures(site.division_code for site in sites)
    before = baseline.last_published(lake, {site.site_id for site in sites}, names)
    report = RunReport(job, {site.site_id: site for site in sites}, refused_rows=refused, before=before)
    carry_out(job, names, report, tasks.crawl)
    return report


nightly = flow(name="nightly", flow_run_name="{job.kind} {job.run_id}", validate_parameters=False)(night)


def start(job: Job) -> RunReport:
    """Run the flow here, with as many tasks side by side as the job says."""
    return nightly.with_options(task_runner=tasks.side_by_side(job.workers, job.runner))(job)
