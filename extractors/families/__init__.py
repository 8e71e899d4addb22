"""One small module a family of content systems: how to tell its pages and how its lists go on.

A family is recognised per page, never per site: portals mix them. To add one, write a module with a `read`
function and name it here, before `nextlink`, which takes whatever has a next link.
"""

from __future__ import annotations

from extractors.crawl.media import is_text
from extractors.crawl.page import Page
from extractors.families import boda, gkmlpt, hanweb, nextlink, trs, ucap
from extractors.families.listing import Family, Listing, Next

__all__ = ["FAMILIES", "Family", "Listing", "Next", "read_listing"]

FAMILIES: dict[str, Family] = {
    "gkmlpt": gkmlpt.read,
    "hanweb": hanweb.read,
    "ucap": ucap.read,
    "trs": trs.read,
    "boda": boda.read,
    "nextlink": nextlink.read,
}
"""By name, in the order in which they are asked."""


def read_listing(page: Page) -> Listing:
    """What the first family that knows the page reads from it; nothing when none does, or it is a file."""
    if not is_text(page.media_type):
        return Listing()
    read = (family(page) for family in FAMILIES.values())
    return next((listing for listing in read if listing is not None), Listing())
