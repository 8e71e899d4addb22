"""What is asked of a site and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """One answer. `body` is decoded (no content encoding); `cut` is true when it was longer than allowed."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


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
