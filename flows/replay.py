"""The replay: extraction and everything after it again, from the archive, with no network."""

from __future__ import annotations

from prefect import flow

from flows import known_sites, plan, tasks
from flows import lake as lakes
from flows.conveyor import carry_out
from flows.job import Job
from flows.runs import baseline
from flows.runs.report import RunReport


def again(job: Job) -> RunReport:
    """The flow's body: extract the archive of every prefecture the job wants, build."""
    lake = lakes.existing(job.lake)
    names = plan.prefectures(filter(job.touches, lake.prefectures()))
    sites = [site for prefecture in names for site in known_sites.sites_of(lake, prefecture)]
    before = baseline.last_published(lake, set(), names)
    report = RunReport(job, {site.site_id: site for site in sites}, before=before)
    carry_out(job, names, report, tasks.extract)
    return report


replay = flow(name="replay", flow_run_name="{job.kind} {job.run_id}", validate_parameters=False)(again)


def start(job: Job) -> RunReport:
    """Run the flow here, with as many tasks side by side as the job says."""
    return replay.with_options(task_runner=tasks.side_by_side(job.workers, job.runner))(job)
