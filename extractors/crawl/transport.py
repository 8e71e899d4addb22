"""One HTTP request and its answer, or the reason there was none."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Mapping
from types import TracebackType

import aiohttp
from yarl import URL

from extractors.crawl.addresses import AddressPolicy, BlockedAddressError, GuardedResolver
from extractors.crawl.exchange import Request, Response
from extractors.crawl.settings import CrawlSettings

_CHUNK = 64 * 1024
_UNREACHABLE = {errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.ENETUNREACH}
_FORM = "application/x-www-form-urlencoded"


class Transport:
    """The connections of one site. Redirects are not followed here, cookies are not kept."""

    def __init__(self, settings: CrawlSettings, policy: AddressPolicy) -> None:
        self._settings = settings
        self._policy = policy
        # A proxy resolves the names itself, so only addresses as written can be checked then.
        resolver = None if settings.proxy else GuardedResolver(policy)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, limit=4, use_dns_cache=False),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=settings.timeout),
            headers={"User-Agent": settings.user_agent, "Accept-Language": "zh-CN,zh;q=0.9,*;q=0.5"},
        )

    async def __aenter__(self) -> Transport:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def send(self, request: Request, headers: Mapping[str, str]) -> Response | str:
        """The answer, its body cut at the settings' limit; or the name of the outcome when none came."""
        if not self._policy.allows_literal(request.url):
            return "blocked_address"
        try:
            return await self._send(request, headers)
        except TimeoutError:
            return "timeout"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _outcome(error)

    async def _send(self, request: Request, headers: Mapping[str, str]) -> Response:
        post = request.posted is not None
        form = {"Content-Type": "application/json" if (request.posted or "").startswith("{") else _FORM}
        async with self._session.request(
            "POST" if post else "GET",
            URL(request.url, encoded=True),
            data=request.posted.encode() if request.posted is not None else None,
            headers={**headers, **form} if post else headers,
            allow_redirects=False,
            proxy=self._settings.proxy,
        ) as answer:
            body, cut = await self._body(answer)
            return Response(
                status=answer.status,
                reason=answer.reason or "",
                headers=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.raw_headers),
                body=body,
                cut=cut,
                asked=dict(answer.request_info.headers),
            )

    async def _body(self, answer: aiohttp.ClientResponse) -> tuple[bytes, bool]:
        limit = self._settings.max_body_bytes
        parts: list[bytes] = []
        size = 0
        async for chunk in answer.content.iter_chunked(_CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                answer.close()
                return b"".join(parts)[:limit], True
        return b"".join(parts), False


def _outcome(error: Exception) -> str:
    """The outcome's name for a request without an answer."""
    cause = getattr(error, "os_error", error)
    told = (
        ("blocked_address", isinstance(cause, BlockedAddressError)),
        ("dns_error", isinstance(error, aiohttp.ClientConnectorDNSError)),
        ("tls_error", isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError)),
        ("bad_url", isinstance(error, aiohttp.InvalidURL | ValueError)),
        ("connection_refused", isinstance(cause, ConnectionRefusedError)),
        ("timeout", isinstance(cause, OSError) and cause.errno in _UNREACHABLE),
    )
    return next((name for name, fits in told if fits), "connection_reset")
