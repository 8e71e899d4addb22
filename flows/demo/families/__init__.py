"""The content-system families the demo sites are built with; each builds the routes of a site."""

from __future__ import annotations

from collections.abc import Callable

from flows.demo.data import DemoSite
from flows.demo.families import boda, gkmlpt, hanweb, nextlink, trs, ucap, years
from flows.demo.web import Routes

FAMILIES: dict[str, Callable[[DemoSite], Routes]] = {
    "trs": trs.build,
    "hanweb": hanweb.build,
    "ucap": ucap.build,
    "boda": boda.build,
    "gkmlpt": gkmlpt.build,
    "next": nextlink.build,
    "years": years.build,
}
