"""What the demo server records of a request, the faults it can inject, and its answers over HTTP."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from flows.demo.web import Answer

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """One request as the farm saw it. `path` holds the query; times are `time.monotonic()` seconds."""

    site_id: str
    method: str
    path: str
    headers: Mapping[str, str]
    started: float
    finished: float
    status: int


@dataclass(frozen=True, slots=True)
class Fault:
    """An injected fault: `delay` seconds, then `status` and `body`; the page itself where status is None."""

    status: int | None = None
    body: bytes = b""
    delay: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None


def response(answer: Answer, headers: Mapping[str, str]) -> web.Response:
    """The answer over HTTP: a 200 carries its validators, and is a 304 where the client already has it."""
    sent = {"Content-Type": answer.content_type, **answer.headers}
    if answer.status != 200:
        return web.Response(body=answer.body, status=answer.status, headers=sent)
    validators = {"ETag": answer.etag, "Last-Modified": answer.last_modified}
    known = headers.get("If-None-Match")
    unchanged = answer.etag in known if known else headers.get("If-Modified-Since") == answer.last_modified
    if unchanged:
        return web.Response(status=304, headers=validators)
    return web.Response(body=answer.body, headers={**sent, **validators})


def bind(port: int, listen: bool) -> socket.socket:
    """A loopback socket on the port, on a free one where the port is taken.

    One that is bound but does not listen refuses connections, which is how a site is down.
    """
    for candidate in (port, 0):
        held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((HOST, candidate))
            if listen:
                held.listen()
        except OSError:
            held.close()
        else:
            return held
    raise OSError(f"no free port on {HOST} for the demo sites")
