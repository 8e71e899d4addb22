"""One site's visit: the hosts it has asked, and when it is over."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors.crawl.run import Run
from extractors.crawl.urls import host_port
from extractors.sites import is_loopback


class Visit:
    """The visit of one site in a run. `ended` is the outcome that ended all of it, whichever the host."""

    def __init__(self, run: Run) -> None:
        self.ended: str | None = None
        self._run = run
        self._asked: dict[tuple[str, int], None] = {}

    def asks(self, url: str) -> None:
        """Note that a host is being asked."""
        self._asked[host_port(url)] = None

    def over(self, url: str) -> str | None:
        """The outcome of a request that may not be made any more, to this host or to any."""
        hours = self._run.settings.hours
        if self._run.out_of_time():
            self.ended = "out_of_time"
        elif hours and not hours.open_at(datetime.now(UTC)) and not is_loopback(host_port(url)[0]):
            self.ended = "outside_hours"
        return self.ended or ("host_stopped" if self._run.hosts[host_port(url)].stopped else None)

    def remark(self, url: str, remark: str) -> None:
        """Keep what is remarkable about a host."""
        self._run.hosts[host_port(url)].remarks[remark] = None

    def remarks(self) -> list[str]:
        """What was remarkable about the hosts asked, once each."""
        hosts = ((name, self._run.hosts[name, port]) for name, port in self._asked)
        return list(dict.fromkeys(f"{name}: {remark}" for name, host in hosts for remark in host.remarks))
