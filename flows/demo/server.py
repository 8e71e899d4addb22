"""The demo farm: every demo site on a loopback port of its own, served from a background thread."""

from __future__ import annotations

import asyncio
import csv
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from extractors.records import Site
from flows.demo.data import DemoSite, load_sites
from flows.demo.exchange import HOST, Fault, RequestSeen, bind, response
from flows.demo.figures import Key
from flows.demo.site import answer_for, revised, routes_of
from flows.demo.truth import ReportTruth, truth_of
from flows.demo.web import Answer, Routes

START_SECONDS = 10
FIELDS = ("site_id", "division_code", "publisher", "url", "delay", "note")


class DemoFarm:
    """All demo sites, or those named, on loopback. A context manager; `start` and `stop` do the same by hand.

    `log` holds every request in the order they finished, `truth` what each report prints.
    """

    def __init__(self, sites: Iterable[str] | None = None, base_port: int = 18310) -> None:
        known = load_sites()
        wanted = {site.site_id for site in known} if sites is None else set(sites)
        unknown = wanted - {site.site_id for site in known}
        if unknown:
            raise ValueError(f"no demo site {sorted(unknown)}; see flows/demo/sites.yml")
        self._ports = {site.site_id: base_port + place for place, site in enumerate(known)}
        self._sites = {site.site_id: site for site in known if site.site_id in wanted}
        self._routes: dict[str, Routes] = {}
        self._sockets: dict[str, socket.socket] = {}
        self._faults: dict[tuple[str, str], Fault] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.log: list[RequestSeen] = []

    @property
    def sites(self) -> list[Site]:
        """The sites as rows of a sites file, with the ports in use; only while the farm runs."""
        return [
            Site(
                site.site_id,
                site.division_code,
                site.publisher,
                self.url(site.site_id, site.start),
                0.0,
                _note(site),
            )
            for site in self._sites.values()
        ]

    @property
    def truth(self) -> dict[Key, ReportTruth]:
        """What every report prints and what is wrong with it, by publisher and report year."""
        return truth_of(tuple(self._sites.values()))

    def url(self, site_id: str, path: str = "/") -> str:
        """The address of a path on a site."""
        return f"http://{HOST}:{self._sockets[site_id].getsockname()[1]}{path}"

    def paths(self, site_id: str) -> list[str]:
        """All paths a site answers on without a query, sorted."""
        return sorted(self._routes[site_id])

    def write_sites_file(self, path: Path) -> None:
        """Write the sites as a sites file (contract §2)."""
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(FIELDS)
            lines.writerows(
                [getattr(site, name) for name in FIELDS[:4]] + ["0", site.note] for site in self.sites
            )

    def fault(
        self,
        site_id: str,
        path: str,
        status: int | None = None,
        body: bytes = b"",
        delay: float = 0.0,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
    ) -> None:
        """Answer `path` of a site with a fault, `times` times or from now on.

        `path` has no query, `*` is every path; `delay` is in seconds; without a `status` the page follows it.
        """
        self._faults[site_id, path] = Fault(status, body, delay, headers or {}, times)

    def clear_faults(self) -> None:
        """Back to the pages as they are."""
        self._faults.clear()

    def replace_figures(self, publisher: str, year: int, figures: Mapping[str, str | float]) -> None:
        """Let a report print other figures at the same address: a revision by its publisher."""
        for site_id, site in self._sites.items():
            changed = revised(site, publisher, year, {item: f"{value}" for item, value in figures.items()})
            if changed is not site:
                self._sites[site_id] = changed
                self._routes[site_id] = routes_of(changed)
                return
        raise KeyError(f"no demo report of {publisher} for {year}")

    def start(self) -> Self:
        """Bind the ports and serve."""
        for site_id, site in self._sites.items():
            self._sockets[site_id] = bind(self._ports[site_id], listen=site.behaviour != "down")
            self._routes[site_id] = routes_of(site)
        ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._serve, args=(self._loop, ready), name="demo-farm", daemon=True
        )
        self._thread.start()
        if not ready.wait(START_SECONDS):
            raise RuntimeError("the demo sites did not start; the log above says why")
        return self

    def stop(self) -> None:
        """Stop serving and free the ports."""
        if self._thread is None or self._loop is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._thread = None
        for held in self._sockets.values():
            held.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _serve(self, loop: asyncio.AbstractEventLoop, ready: threading.Event) -> None:
        asyncio.set_event_loop(loop)
        up = [site_id for site_id, site in self._sites.items() if site.behaviour != "down"]
        runners = [loop.run_until_complete(self._open(site_id)) for site_id in up]
        ready.set()
        loop.run_forever()
        for runner in runners:
            loop.run_until_complete(runner.cleanup())
        loop.close()

    async def _open(self, site_id: str) -> web.ServerRunner:
        async def handle(request: web.BaseRequest) -> web.Response:
            return await self._handle(site_id, request)

        runner = web.ServerRunner(web.Server(handle), shutdown_timeout=0.2)
        await runner.setup()
        await web.SockSite(runner, self._sockets[site_id]).start()
        return runner

    async def _handle(self, site_id: str, request: web.BaseRequest) -> web.Response:
        started = time.monotonic()
        query = dict(request.query) | {key: str(value) for key, value in (await request.post()).items()}
        fault = self._next_fault(site_id, request.path)
        await asyncio.sleep(fault.delay)
        if fault.status is None:
            answer = answer_for(self._sites[site_id], self._routes[site_id], request.path, query)
        else:
            answer = Answer(fault.body, fault.status, headers=fault.headers)
        reply = response(answer, request.headers)
        asked = request.method, request.path_qs, dict(request.headers)
        seen = RequestSeen(site_id, *asked, started, time.monotonic(), reply.status)
        self.log.append(seen)
        if (
            reply.body
            and "gzip" in self._sites[site_id].options
            and "gzip" in request.headers.get("Accept-Encoding", "")
        ):
            reply.enable_compression(web.ContentCoding.gzip)
        return reply

    def _next_fault(self, site_id: str, path: str) -> Fault:
        for key in ((site_id, path), (site_id, "*")):
            fault = self._faults.get(key)
            if fault and fault.times is not None:
                self._faults[key] = replace(fault, times=fault.times - 1)
            if fault and fault.times != 0:
                return fault
        return Fault()


def _note(site: DemoSite) -> str:
    return f"demo site, {site.family}" + (f", {site.behaviour}" if site.behaviour else "")
