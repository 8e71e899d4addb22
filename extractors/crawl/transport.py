"""One HTTP request and its answer, or the reason there was none."""

from __future__ import annotations

import errno
import ssl
import sys
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType

import aiohttp
from yarl import URL

from extractors.crawl import tls
from extractors.crawl.addresses import AddressPolicy, BlockedAddressError, GuardedResolver
from extractors.crawl.decoding import CodingError, CutShortError, codings, decoded, is_gzip
from extractors.crawl.exchange import NoAnswer, Request, Response
from extractors.crawl.gate import GATE
from extractors.crawl.settings import CrawlSettings
from extractors.crawl.urls import host_port, origin

_CHUNK = 64 * 1024
# Security policies of these sites, sent as one header, are longer than the client's default allows.
_LONGEST_HEADER = 64 * 1024
# The beginning of a longer robots.txt holds its rules (RFC 9309 §2.5).
_LONGEST_RULES = 512 * 1024
_UNREACHABLE = {errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.ENETUNREACH}
_FORM = "application/x-www-form-urlencoded"


class Transport:
    """The connections of one site. Redirects are not followed here, cookies are not kept.

    `certificate` is the fingerprint of the one that is accepted where it is not valid. `old_tls` are the
    hosts that are known to speak old TLS only; those that turn out to are added.
    """

    offline = False

    def __init__(
        self,
        settings: CrawlSettings,
        policy: AddressPolicy,
        certificate: str | None = None,
        old_tls: set[tuple[str, int]] | None = None,
    ) -> None:
        self._settings = settings
        self._policy = policy
        self._certificate = aiohttp.Fingerprint(bytes.fromhex(certificate)) if certificate else None
        self._old_tls = set() if old_tls is None else old_tls
        self._pinned: set[tuple[str, int]] = set()
        # A proxy resolves the names itself, so only addresses as written can be checked then.
        resolver = None if settings.proxy else GuardedResolver(policy)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, limit=4, use_dns_cache=False),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=settings.timeout),
            headers={"User-Agent": settings.user_agent, "Accept-Language": "zh-CN,zh;q=0.9,*;q=0.5"},
            auto_decompress=False,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )
        # The client would ask once more by itself, at once, where a kept connection breaks.
        self._session._retry_connection = False

    async def __aenter__(self) -> Transport:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    def turn(self, host: str, delay: float) -> AbstractAsyncContextManager[None]:
        """Hold the turn of a host for one request."""
        return GATE.turn(host, delay, self._settings.turns)

    async def send(self, request: Request, headers: Mapping[str, str]) -> Response | NoAnswer:
        """The answer, its body cut at the settings' limit; or why none came."""
        if not self._policy.allows_literal(request.url):
            return NoAnswer("blocked_address")
        try:
            return await self._send(request, headers)
        except TimeoutError:
            return NoAnswer("timeout")
        except CutShortError:
            return NoAnswer("incomplete")
        except CodingError as error:
            return NoAnswer("unknown_coding", str(error))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return self._failure(request.url, error)

    async def _send(self, request: Request, headers: Mapping[str, str]) -> Response:
        post = request.posted is not None
        form = {"Content-Type": "application/json" if (request.posted or "").startswith("{") else _FORM}
        headers = {**headers, **_referer(request)}
        async with self._session.request(
            "POST" if post else "GET",
            URL(request.url, encoded=True),
            data=request.posted.encode() if request.posted is not None else None,
            headers={**headers, **form} if post else headers,
            allow_redirects=False,
            proxy=self._settings.proxy,
            ssl=self._context(request.url),
        ) as answer:
            limit = min(
                self._settings.max_body_bytes, _LONGEST_RULES if request.role == "robots" else sys.maxsize
            )
            raw, cut = await self._raw(answer, limit)
            sent = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.raw_headers)
            body, over = (raw, cut) if cut else self._decoded(raw, sent, limit)
            return Response(
                status=answer.status,
                reason=answer.reason or "",
                headers=sent,
                body=body,
                cut=cut or over,
                asked=dict(answer.request_info.headers),
            )

    def _context(self, url: str) -> ssl.SSLContext | aiohttp.Fingerprint | bool:
        if not url.startswith("https:"):
            return True
        if self._certificate and host_port(url) in self._pinned:
            return self._certificate
        return tls.relaxed() if host_port(url) in self._old_tls else tls.strict()

    async def _raw(self, answer: aiohttp.ClientResponse, limit: int) -> tuple[bytes, bool]:
        parts: list[bytes] = []
        size = 0
        async for chunk in answer.content.iter_chunked(_CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                answer.close()
                return b"".join(parts)[:limit], True
        return b"".join(parts), False

    def _decoded(self, raw: bytes, headers: tuple[tuple[str, str], ...], limit: int) -> tuple[bytes, bool]:
        names = codings(headers)
        content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
        # Some servers compress pages, whether asked or not, and do not say so.
        if not names and is_gzip(raw) and content_type.lower().startswith("text/"):
            names = ["gzip"]
        return decoded(raw, names, limit)

    def _failure(self, url: str, error: Exception) -> NoAnswer:
        """The outcome of a request without an answer; old TLS, or a certificate that is named as accepted,
        is allowed from the second try on.
        """
        where = host_port(url)
        if fault := tls.certificate_fault(error):
            if self._certificate and where not in self._pinned:
                self._pinned.add(where)
                return NoAnswer("pinned_certificate", f"certificate: {fault}; the sites file names one")
            return NoAnswer("bad_certificate", f"certificate: {fault}")
        name = _outcome(error)
        if name == "tls_error" and tls.is_old(error) and where not in self._old_tls:
            self._old_tls.add(where)
            return NoAnswer("legacy_tls", f"old TLS only: {getattr(error, 'os_error', error)}")
        return NoAnswer(name)


def _outcome(error: Exception) -> str:
    """The outcome's name for a request without an answer."""
    cause = getattr(error, "os_error", error)
    told = (
        ("blocked_address", isinstance(cause, BlockedAddressError)),
        ("proxy_error", isinstance(error, aiohttp.ClientHttpProxyError | aiohttp.ClientProxyConnectionError)),
        ("dns_error", isinstance(error, aiohttp.ClientConnectorDNSError)),
        ("tls_error", isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError)),
        ("incomplete", isinstance(error, aiohttp.ClientPayloadError)),
        ("bad_answer", isinstance(error, aiohttp.ClientResponseError)),
        ("bad_url", isinstance(error, aiohttp.InvalidURL | ValueError)),
        ("connection_refused", isinstance(cause, ConnectionRefusedError)),
        ("timeout", isinstance(cause, OSError) and cause.errno in _UNREACHABLE),
    )
    return next((name for name, fits in told if fits), "connection_reset")


def _referer(request: Request) -> dict[str, str]:
    """The page that led here, as browsers tell it: some list services answer 404 without it."""
    same = request.via is not None and origin(request.via) == origin(request.url)
    return {"Referer": request.via} if request.via and same else {}
