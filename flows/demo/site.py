"""One running demo site: its routes, its robots.txt, and how it behaves."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.demo import pages
from flows.demo.data import DemoSite, Report
from flows.demo.families import FAMILIES
from flows.demo.web import Answer, Query, Routes

# Some TRS sites answer a list page that does not exist with 200 and a page of 300 to 400 bytes.
BEYOND = re.compile(r".*/index_\d+\.\w+")
STUB = "<html><head><title></title></head><body>" + "<div class='list'></div>\n" * 12 + "</body></html>"
ROBOTS = "User-agent: *\nDisallow: /admin/\n"
CHALLENGE = (
    '<html><head><meta id="9DhefwqGPrzG" content="h3K0z8wQx">'
    "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=48213;$_ts.cd='qrMlrAaWc1Lcpq';"
    "</script></head><body></body></html>"
)


def routes_of(site: DemoSite) -> Routes:
    """All routes of the site, robots.txt included."""
    robots = Answer(_robots(site).encode(), content_type="text/plain", date="2020-01-02")
    return FAMILIES[site.family](site) | {"/robots.txt": lambda _: robots}


def answer_for(site: DemoSite, routes: Routes, path: str, query: Query) -> Answer:
    """What the site answers on a path: its page, a 404, or a challenge where it turns machines away."""
    if site.behaviour == "challenge":
        return Answer(CHALLENGE.encode(), status=412, headers={"Set-Cookie": "VeWqkz3PfdZO=60a1; Path=/"})
    handler = routes.get(path)
    if handler is None and "stub" in site.options and BEYOND.fullmatch(path):
        return Answer(STUB.encode())
    if handler is None:
        body = pages.encode(site, pages.not_found(site))
        return Answer(body, status=404, content_type=pages.content_type(site))
    return handler(query)


def revised(site: DemoSite, publisher: str, year: int, figures: dict[str, str]) -> DemoSite:
    """The site with other figures in one report; the same object where it has no such report."""
    if not any((report.publisher, report.year) == (publisher, year) for report in site.reports()):
        return site

    def change(report: Report) -> Report:
        if (report.publisher, report.year) != (publisher, year):
            return report
        return replace(report, printed={**report.printed, **figures}, revision=report.revision + 1)

    bodies = tuple(
        replace(body, reports=tuple(change(report) for report in body.reports)) for body in site.bodies
    )
    return replace(site, bodies=bodies)


def _robots(site: DemoSite) -> str:
    if site.behaviour != "robots":
        return ROBOTS
    return ROBOTS + f"Disallow: /zwgk/zfxxgk/{site.options['column']}/\n"
