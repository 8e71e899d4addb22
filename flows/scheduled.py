"""The flows as a Prefect server runs them: on a schedule, by hand in its pages, or in a work pool.

Parameters are checked by Prefect before a run starts; settings come from the environment of the process
that runs it. A run that must not be published, or failed in part, ends in the state Failed with its sentence.
"""

# No postponed annotations here: Prefect makes its parameters' model of what they are, not of their names.
from collections.abc import Callable
from typing import Annotated, Any

from prefect import State, flow
from prefect.states import Completed, Failed
from pydantic import Field

from flows import lake as lakes
from flows import launch, nightly, replay, tasks, website
from flows.errors import CallError, WorkError
from flows.job import Job
from flows.settings import settings

Prefix = Annotated[str, Field(pattern=r"^[0-9]{1,6}$")]
_SIDE_BY_SIDE = tasks.side_by_side(settings().workers, settings().runner)


@flow(name="gongkai-nightly", task_runner=_SIDE_BY_SIDE, persist_result=False)
def run_nightly(
    lake: str = "",
    sites: str = "",
    only: list[Prefix] | None = None,
    recheck: bool = False,
    publish_anyway: bool = False,
    demo: bool = False,
) -> State[Any]:
    """Crawl, archive, extract, build, once. Empty `lake` and `sites` are those of the settings.

    `only` are division-code prefixes; `recheck` asks for every known page; `publish_anyway` overrides the
    thresholds of flows/runs/thresholds.yml; `demo` is for lakes of the demo's sites.
    """
    asked = Job(
        lake or settings().lake,
        run_id="",
        kind="demo" if demo else "run",
        only=tuple(only or ()),
        sites_file=sites or str(launch.sites_file()),
        recheck=recheck,
        anyway=publish_anyway,
        runner=settings().runner,
    )
    return _ended(lambda: launch.complain(launch.run(asked, within=nightly.night)))


@flow(name="gongkai-replay", task_runner=_SIDE_BY_SIDE, persist_result=False)
def run_replay(
    lake: str = "", only: list[Prefix] | None = None, changed: bool = False, publish_anyway: bool = False
) -> State[Any]:
    """Extraction and everything after it again, from the archive; `changed` as in `gongkai replay`."""
    asked = Job(
        lake or settings().lake,
        run_id="",
        kind="replay",
        only=tuple(only or ()),
        anyway=publish_anyway,
        changed=changed,
        runner=settings().runner,
    )
    return _ended(lambda: launch.complain(launch.replay(asked, within=replay.again)))


@flow(name="gongkai-build", persist_result=False)
def run_build(lake: str = "") -> State[Any]:
    """The warehouse again from the Parquet files."""
    return _ended(lambda: _build(lake or settings().lake))


def _build(lake: str) -> None:
    held = lakes.existing(lake)
    with lakes.changing(held, "build"):
        tasks.publish(lake)
        if trouble := website.follow(held):
            raise WorkError(trouble)


def _ended(work: Callable[[], None]) -> State[Any]:
    """The state of a run; where it is a failure that can be told in a sentence, that and no traceback."""
    try:
        work()
    except (CallError, WorkError) as error:
        return Failed(message=str(error))
    return Completed()
