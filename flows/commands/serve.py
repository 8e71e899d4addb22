"""`gongkai serve`: the nightly flow on a schedule, until it is stopped."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from flows import lake as lakes
from flows import launch, plan
from flows.commands import options
from flows.errors import CallError
from flows.server import embedded, prefect_server
from flows.settings import settings

if TYPE_CHECKING:
    from prefect.schedules import Schedule


@click.command("serve", cls=options.TakesCodes)
@click.option("--cron", default="0 2 * * *", show_default=True, metavar="CRON", help="When.")
@click.option(
    "--timezone", default="Asia/Shanghai", show_default=True, metavar="ZONE",
    help="Time zone of --cron.",
)  # fmt: skip
@click.option("--sites", metavar="FILE", help="The sites file (default: as in `gongkai run`).")
@options.lake
@options.only
@click.option(
    "--port", default=4200, show_default=True, metavar="PORT",
    help="Port of the Prefect server started here.",
)  # fmt: skip
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
    help="Address at which it listens. It knows no passwords: others than this are for containers.",
)  # fmt: skip
@click.option("--demo", is_flag=True, help="Made-up sites on this machine instead of a sites file.")
def command(
    cron: str,
    timezone: str,
    sites: str | None,
    lake: str,
    only: tuple[str, ...],
    port: int,
    host: str,
    demo: bool,
) -> None:
    """The nightly flow on a schedule, until Ctrl-C or SIGTERM.

    Without PREFECT_API_URL a Prefect server of its own is started on this machine; its pages show every
    run with its report, and its history stands in GONGKAI_PREFECT_HOME. A run that is due while another
    is under way is left out. `gongkai report` tells each morning what came in.

    \b
    Examples:
      gongkai serve --sites my-sites.csv --lake /data/lake
      gongkai serve --cron "30 1 * * *" --timezone Asia/Shanghai --only 13
      gongkai serve --demo --cron "* * * * *" --lake /tmp/demo-lake
    """
    if demo and sites:
        raise CallError("--demo brings its own sites: leave out --sites")
    if not demo:
        # Told now, not in the night: a file that cannot be read.
        plan.read(sites or str(launch.sites_file()), settings().delay)
    named, home = settings().prefect_api_url, settings().prefect_home
    if named:
        embedded.prepare(named, debug=False)
    address = named or prefect_server.prepare(home, port)
    schedule = _schedule(cron, timezone)
    with ExitStack() as held:
        file = _demo(held) if demo else Path(sites).resolve() if sites else launch.sites_file()
        parameters = {
            "lake": lakes.absolute(lake),
            "sites": str(file),
            "only": list(only),
            "demo": demo,
        }
        if not named:
            click.echo("starting a Prefect server on this machine …", err=True)
            prefect_server.start(home, host, port)
            prefect_server.end_killed_runs()
        click.echo(f"runs at '{cron}' ({timezone}); see them at {address.removesuffix('/api')}", err=True)
        _serve(schedule, parameters)


def _demo(held: ExitStack) -> Path:
    from flows.demo.server import DemoFarm  # noqa: PLC0415 - only for the demo

    farm = held.enter_context(DemoFarm())
    file = Path(held.enter_context(TemporaryDirectory())) / "demo-sites.csv"
    farm.write_sites_file(file)
    return file


def _schedule(cron: str, timezone: str) -> Schedule:
    """Raises CallError for what is no cron line or no time zone."""
    # Prefect reads its environment when it is first imported.
    from prefect.client.schemas.schedules import CronSchedule  # noqa: PLC0415
    from prefect.schedules import Cron  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        CronSchedule(cron=cron, timezone=timezone)
    except ValidationError as error:
        fault = error.errors()[0]
        raise CallError(f"--{fault['loc'][0]} {fault['input']!r}: {fault['msg']}") from None
    return Cron(cron, timezone=timezone)


def _serve(schedule: Schedule, parameters: dict[str, Any]) -> None:
    import asyncio  # noqa: PLC0415 - with Prefect, which reads its environment when it is first imported

    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    from flows.scheduled import run_nightly  # noqa: PLC0415
    from flows.server.serving import Serving  # noqa: PLC0415

    # A night that is still at work is not joined by the next one.
    alone = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    serving = Serving(name="nightly", pause_on_shutdown=True)
    serving.add_flow(
        run_nightly,
        name="nightly",
        schedule=schedule,
        parameters=parameters,
        concurrency_limit=alone,
        entrypoint_type=EntrypointType.MODULE_PATH,
        tags=["gongkai"],
    )
    with suppress(KeyboardInterrupt):
        asyncio.run(serving.start())
