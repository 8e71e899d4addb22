"""Which addresses may be fetched: public ones, and private ones only where the site's row names them."""

from __future__ import annotations

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from extractors.crawl.urls import host_port, is_address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


class BlockedAddressError(OSError):
    """A name or address that may not be fetched."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable on the public internet, addresses wrapped in IPv6 unwrapped."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and ip not in _GLOBAL_UNICAST:
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def is_local_name(host: str) -> bool:
    """Whether a host, as written, can only be an address or this machine: 127.1, 0x7f000001, x.localhost."""
    name = host.lower().rstrip(".")
    return is_address(name) or _old_address(name) is not None or name.rpartition(".")[2] == "localhost"


def _old_address(name: str) -> str | None:
    """The address that inet_aton(3) reads in a name of numbers, as resolvers and proxies do."""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        return None


class AddressPolicy:
    """What one site may reach. Its own address counts only as an address or as localhost, with its port.

    A name in the sites file that resolves to a private address is not allowed: names can be pointed anywhere.
    """

    def __init__(self, site_url: str) -> None:
        host, port = host_port(site_url)
        self._named = (host, port) if is_address(host) or host == "localhost" else None

    def allows_literal(self, url: str) -> bool:
        """Whether the host of `url`, as written, may be fetched; names are checked when resolved."""
        host, port = host_port(url)
        if (host, port) == self._named or not is_local_name(host):
            return True
        # Spellings other than the usual one are never needed, and a proxy would read them its own way.
        return is_address(host) and is_public(host)

    def allows(self, name: str, port: int, address: str) -> bool:
        """Whether `name` and `port` may be fetched at the resolved `address`."""
        return (name, port) == self._named or is_public(address)


class GuardedResolver(AbstractResolver):
    """Resolves names, IPv4 first, and hands on only addresses that the policy allows.

    It is asked at connect time, so a name cannot be allowed first and pointed elsewhere after.
    """

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The allowed addresses of `host`; BlockedAddressError when it has addresses but none is allowed."""
        found = await self._inner.resolve(host, port, family)
        allowed = [result for result in found if self._policy.allows(host, port, result["host"])]
        if found and not allowed:
            raise BlockedAddressError(f"{host} is at {found[0]['host']}, which is not public")
        return sorted(allowed, key=lambda result: result["family"] != socket.AF_INET)

    async def close(self) -> None:
        """Release the system resolver."""
        await self._inner.close()
