"""`gongkai doctor`: whether a lake is sound, and what to do where it is not."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.progress import Progress

from flows import lake as lakes
from flows.commands import options
from flows.counting import counted
from flows.doctor import copies
from flows.doctor.checkup import examine, repair
from flows.doctor.faults import Fault
from flows.lake import Lake
from transforms.harmless import visible


@click.command("doctor")
@options.lake
@click.option("--repair", "mend", is_flag=True, help="Do what is safe about what is found; name the rest.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a fault.")
def command(lake: str, mend: bool, as_json: bool) -> None:
    """Whether a lake is sound: every archived record read, every body hashed, every table opened.

    Logs are compared with the archive, rows with their reports; unfinished and foreign files are named, and
    the warehouse and its earlier builds are opened. With --repair what can be made good without loss is: a
    lost log is read back, a damaged file that can be made again is set aside in LAKE/damaged.

    Of a lake on S3 the archive is fetched a prefecture at a time, all of it.

    The exit status is 0 where nothing is wrong, or nothing is any more.

    \b
    Examples:
      gongkai doctor
      gongkai doctor --repair --lake /data/lake
    """
    held = lakes.existing(lake)
    with lakes.changing(held, "doctor"):
        found = _examined(held)
        mended = {fault for fault in found if mend and repair(held, fault)}
        copies.send(held)
        # What was set aside is missed now.
        found += [fault for fault in (_examined(held) if mended else ()) if fault not in found]
    for fault in found:
        click.echo(_as_json(fault, fault in mended) if as_json else _as_text(fault, fault in mended))
    left = len(found) - len(mended)
    if not as_json:
        click.echo(_summary(held, len(found), len(mended)), err=bool(left))
    if left:
        raise SystemExit(1)


def _examined(lake: Lake) -> list[Fault]:
    files = len(lake.archived())
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task("archive", total=files)
        return list(examine(lake, lambda: bars.advance(bar)))


def _as_text(fault: Fault, mended: bool) -> str:
    done = f"repaired: {fault.kind.repair}" if mended else f"to do: {fault.kind.remedy}"
    return visible(f"{fault.code}  {fault}") + "\n" + visible(f"  {fault.kind.means} {done}")


def _as_json(fault: Fault, mended: bool) -> str:
    told = {"code": fault.code, "path": fault.path, "detail": fault.detail, "means": fault.kind.means}
    return json.dumps({**told, "remedy": fault.kind.remedy, "repaired": mended}, ensure_ascii=False)


def _summary(lake: Lake, found: int, mended: int) -> str:
    if not found:
        return f"lake {lake.name} is sound"
    return f"lake {lake.name}: {counted(found, 'fault')}, {mended} repaired, {found - mended} left"
