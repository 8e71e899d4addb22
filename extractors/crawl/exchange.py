"""What is asked of a site and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from extractors.records import Capture


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to fetch. With `posted` it is a POST of that form or JSON text.

    `role`, `via`, `link_text` and `listed_on` are as in Capture.
    """

    url: str
    role: str
    posted: str | None = None
    via: str | None = None
    link_text: str | None = None
    listed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. `body` is decoded (no content encoding); `cut` is true when it was longer than allowed.

    `taken_at` is when it was fetched, where that was not now (an answer from a web archive).
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)
    taken_at: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why no answer came: the outcome's name, and what more is known of it."""

    outcome: str
    remark: str | None = None


class Carrier(Protocol):
    """What carries requests of one site: the network, or a web archive in its place (`offline`)."""

    @property
    def offline(self) -> bool:
        """Whether answers come from an archive, so that no host has to be spared."""
        ...

    def turn(self, host: str, delay: float) -> AbstractAsyncContextManager[None]:
        """Hold the turn of a host for one request."""
        ...

    async def send(self, request: Request, headers: Mapping[str, str]) -> Response | NoAnswer:
        """The answer to one request, redirects not followed."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch came to after redirects. `body` is None unless the outcome is ok or not_modified.

    `capture` is its row of the log.
    `moved_to` is where a redirect leads, `keeps_method` whether a POST stays one there.
    """

    url: str
    outcome: str
    role: str
    body: bytes | None = None
    content_type: str | None = None
    posted: str | None = None
    capture: Capture | None = None
    moved_to: str | None = None
    keeps_method: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page turned out to be once its content was seen: its outcome and its role."""

    outcome: str
    role: str


Judge = Callable[[Fetched], Verdict]
"""Looks at a body that came without error and says what it is."""
