"""What an answer means: its outcome, its kind, and whether it confirms what is already archived."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from extractors.crawl.exchange import Request, Response
from extractors.crawl.media import is_text, media_type
from extractors.crawl.outcomes import recognise
from extractors.records import Capture
from extractors.text import decode

_HEAD = 64 * 1024
# The longest number of seconds that is read as one; 31 years are enough.
_SECONDS = re.compile(r"[0-9]{1,9}")
_TITLE = re.compile(r"<title[^>]*>\s*([^<]{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer understood. `confirms` is the earlier capture that holds the same body; `remark` says what
    a refusal looks like.
    """

    outcome: str
    body: bytes = b""
    content_type: str | None = None
    media_type: str | None = None
    confirms: Capture | None = None
    remark: str | None = None


def conditions(earlier: Capture | None) -> dict[str, str]:
    """The headers that ask for a body only if it differs from the earlier one."""
    if earlier is None:
        return {}
    headers = {"If-None-Match": earlier.etag, "If-Modified-Since": earlier.last_modified}
    return {name: value for name, value in headers.items() if value}


def retry_after(response: Response | None) -> float:
    """The seconds that an answer asks us to wait, 0 when it does not."""
    text = ((response.header("retry-after") if response else None) or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def needs_whole(request: Request, response: Response) -> bool:
    """A POST whose precondition failed (RFC 9110 §13.1.2), and was not refused by a firewall."""
    return response.status == 412 and request.posted is not None


def read_answer(
    request: Request,
    response: Response,
    earlier: Capture | None,
    body_of: Callable[[Capture], bytes],
) -> Answer:
    """What `response` means. Raises ArchiveError when it confirms a body that cannot be read back."""
    if response.status == 304 and earlier is not None:
        kind = earlier.media_type
        return Answer("not_modified", body_of(earlier), kind, kind, earlier)
    content_type = response.header("content-type")
    kind = media_type(response.body, content_type)
    name, remark = _outcome(request, response, kind, content_type)
    same = earlier if name == "ok" and earlier and earlier.sha256 == _sha256(response.body) else None
    return Answer(name, response.body, content_type, kind, same, remark)


def _outcome(
    request: Request, response: Response, kind: str | None, content_type: str | None
) -> tuple[str, str | None]:
    if response.status in (301, 302, 303, 307, 308) and response.header("location"):
        return "redirected", None
    if response.cut and request.role != "robots":
        return "too_large", None
    # Rules are taken as they are; only what should be a page or document can be a refusal in disguise.
    shown = is_text(kind) and request.role != "robots"
    text = decode(response.body[:_HEAD], content_type) if shown else ""
    name, fingerprint = recognise(response.status, response.headers, text, len(response.body))
    return name, _remark(response, fingerprint, text) if fingerprint else None


def _remark(response: Response, fingerprint: str, text: str) -> str:
    """What tells a refusal apart: fingerprint, status, size, server, names of cookies, title."""
    cookies = {
        value.partition("=")[0].strip() for name, value in response.headers if name.lower() == "set-cookie"
    }
    title = _TITLE.search(text)
    told = (
        f"status {response.status}",
        f"{len(response.body)} bytes",
        f"server {response.header('server')}" if response.header("server") else "",
        f"cookies {' '.join(sorted(cookies))}" if cookies else "",
        f"title {title[1].strip()}" if title else "",
    )
    return f"{fingerprint} ({', '.join(filter(None, told))})"


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
