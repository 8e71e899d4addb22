"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

import re

import click

from flows.settings import PROXY, settings

_CODE = re.compile("[0-9]{1,6}")


class TakesCodes(click.Command):
    """A command whose `--only` takes all codes that follow: `--only 13 1401` is `--only 13 --only 1401`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give each code its own `--only`, which is what click reads."""
        told: list[str] = []
        within = False
        for word in args:
            is_code = bool(_CODE.fullmatch(word))
            if within and is_code and told[-1] != "--only":
                told.append("--only")
            told.append(word)
            within = word.startswith("--only") or (within and is_code)
        return super().parse_args(ctx, told)


def _lake(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str:
    return value or settings().lake


def prefix(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A division code or its first digits, checked."""
    if value is not None and not _CODE.fullmatch(value):
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
    help="Only divisions whose code starts so: 13, 1311, 131102. More codes may follow.",
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
