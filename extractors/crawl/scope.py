"""What belongs to a site: its own hosts, and for reports any official host that it links to."""

from __future__ import annotations

from extractors.crawl.addresses import is_local_name, is_public
from extractors.crawl.urls import host_port, is_address, same_house

# Whoever is asked for a document is asked for the rules first.
_ABROAD = ("report", "attachment", "robots")


class Scope:
    """The scope of one site. It grows only where the site itself has moved to another official host."""

    def __init__(self, start: str) -> None:
        self._homes = [start]

    def holds(self, url: str, role: str) -> bool:
        """Whether an address may be fetched in `role`."""
        if any(same_house(home, url) for home in self._homes):
            return True
        host, _ = host_port(url)
        named = not any(is_address(host_port(home)[0]) for home in self._homes)
        return named and role in _ABROAD and host.endswith(".gov.cn")

    def refusal(self, url: str, role: str) -> str | None:
        """The outcome of an address outside the scope."""
        if self.holds(url, role):
            return None
        host, _ = host_port(url)
        local = is_local_name(host) and not (is_address(host) and is_public(host))
        return "blocked_address" if local else "off_site"

    def follow(self, url: str, target: str) -> None:
        """A site that has moved to another official host takes its scope along."""
        if url in self._homes and host_port(target)[0].endswith(".gov.cn"):
            self._homes.append(target)
