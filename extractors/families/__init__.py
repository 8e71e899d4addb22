"""One small module a family of content systems: how to tell its pages and how its lists go on.

A family is recognised per page, never per site: portals mix them. To add one, write a module with a `read`
function and name it here, before `nextlink`, which takes whatever has a next link; behind it stand other
ways to turn pages of lists of no known family.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.crawl.media import is_text
from extractors.crawl.page import Page
from extractors.families import (
    ajax,
    boda,
    clicked,
    embedded,
    epoint,
    gkmlpt,
    hanweb,
    henan,
    huaian,
    hunan,
    jeecms,
    jiangxi,
    jpaas,
    jsonlist,
    lonsun,
    ncms,
    nextlink,
    numbered,
    postback,
    probe,
    query,
    selects,
    shanghai,
    sidefile,
    trs,
    truecms,
    ucap,
    written,
    xian,
    xxgk,
)
from extractors.families.listing import Family, Listing, Next

__all__ = ["FAMILIES", "Family", "Listing", "Next", "read_listing"]

FAMILIES: dict[str, Family] = {
    "gkmlpt": gkmlpt.read,
    "truecms": truecms.read,
    "jiangxi": jiangxi.read,
    "hanweb": hanweb.read,
    "jpaas": jpaas.read,
    "xxgk": xxgk.read,
    "ucap": ucap.read,
    "shanghai": shanghai.read,
    "trs": trs.read,
    "huaian": huaian.read,
    "hunan": hunan.read,
    "boda": boda.read,
    "xian": xian.read,
    "jeecms": jeecms.read,
    "ncms": ncms.read,
    "henan": henan.read,
    "lonsun": lonsun.read,
    "epoint": epoint.read,
    "postback": postback.read,
    "nextlink": nextlink.read,
    "query": query.read,
    "numbered": numbered.read,
    "far": nextlink.read_far,
    "ajax": ajax.read,
    "sidefile": sidefile.read,
    "probe": probe.read,
    "jsonlist": jsonlist.read,
}
"""By name, in the order in which they are asked."""


def read_listing(page: Page) -> Listing:
    """What the first family that knows the page reads from it; nothing when none does, or it is a file."""
    if not is_text(page.media_type):
        return Listing()
    read = (family(page) for family in FAMILIES.values())
    listing = next((listing for listing in read if listing is not None), Listing())
    scripted = (*written.rows(page), *embedded.rows(page), *clicked.rows(page))
    chosen = selects.lists(page)
    if not scripted and not chosen:
        return listing
    return replace(listing, links=listing.links + scripted, lists=listing.lists + chosen)
