"""The site after a build: brought up to date where it is wanted, and never in a build's way."""

from __future__ import annotations

from pathlib import Path

import structlog

from flows import log as logs
from flows.errors import reason
from flows.lake import Lake
from flows.settings import settings

log = structlog.get_logger()

OFF = "off"


def folder(lake: Lake) -> Path | None:
    """Where the site of a lake stands; None where none is wanted, on S3 where no folder is named."""
    wanted = settings().website
    if wanted == OFF or (lake.mirror and not wanted):
        return None
    return Path(wanted) if wanted else lake.root / "site"


def follow(lake: Lake) -> str | None:
    """Bring the site up to what was just built; the sentence that says why not, if it could not be.

    The warehouse is published by then, so whatever goes wrong here is told and stops nothing.
    """
    root = folder(lake)
    if root is None:
        return None
    # Here and not above: without a site nobody waits for pypinyin's dictionaries.
    from warehouse.site.build import build_site  # noqa: PLC0415

    try:
        site = build_site(lake.root, root.absolute())
    except Exception as error:
        where = error if logs.debugging() else None
        log.warning("the site is not up to date", why=reason(error), exc_info=where)
        return f"the warehouse is published, the site is not up to date: {reason(error)}"
    log.info("site built", path=str(root), files=site.files, written=site.written, removed=site.removed)
    return None
