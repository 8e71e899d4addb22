"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

import re

import click

from flows.settings import PROXY, settings


def _lake(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    return value or settings().lake


def prefix(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A division code or its first digits, checked."""
    if value is not None and not re.fullmatch(r"[0-9]{1,6}", value):
        raise click.BadParameter(f"{value!r} is no division-code prefix (13, 1311, 131102)")
    return value


def _prefixes(ctx: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        prefix(ctx, option, value)
    return values


def _runner(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    return value or settings().runner


def proxy(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A proxy's address, checked."""
    if value is not None and not re.match(PROXY, value):
        raise click.BadParameter(f"{value!r} is no address such as http://host:3128")
    return value


lake = click.option(
    "--lake",
    metavar="DIR",
    callback=_lake,
    help="The lake: a folder or s3://bucket/prefix (default: GONGKAI_LAKE, else ./lake).",
)
only = click.option(
    "--only",
    metavar="CODE",
    multiple=True,
    callback=_prefixes,
    help="Only divisions whose code starts so: 13, 1311, 131102. May be given several times.",
)
runner = click.option(
    "--runner",
    type=click.Choice(["local", "dask", "ray"]),
    callback=_runner,
    help="Where prefectures are extracted: in this process or on the Dask cluster at GONGKAI_DASK_ADDRESS, "
    "empty = one on this machine (default: GONGKAI_RUNNER, else local). Ray is not there yet.",
)
anyway = click.option(
    "--publish-anyway",
    "anyway",
    is_flag=True,
    help="Publish also what brings less than the thresholds allow (flows/runs/thresholds.yml).",
)
