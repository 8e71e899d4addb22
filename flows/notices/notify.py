"""Word of a run that failed or brought less, to a webhook and by e-mail, as the settings ask for.

A message that cannot be sent is logged and never changes what a run did.
"""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from http.client import HTTPException
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog

from extractors.sites import is_loopback
from flows.errors import reason
from flows.settings import Settings, settings

log = structlog.get_logger()

Event = Literal["failed", "less", "ok"]
_SECONDS = 20.0
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told: `event` is failed (nothing published, or steps failed), less (published, with less than
    before) or ok; `title` one line, `text` Markdown.
    """

    event: Event
    lake: str
    run_id: str | None
    title: str
    text: str


def event_of(run: Mapping[str, Any]) -> Event:
    """What a run's record amounts to."""
    if run["finished_at"] is None or not run.get("published") or run.get("failed_steps"):
        return "failed"
    return "less" if run.get("warnings") or any(map(_less, run.get("site_results", []))) else "ok"


def _less(row: Mapping[str, Any]) -> bool:
    return bool(row["visit"]) and row["visit"]["reports"] < (row["found_before"] or 0)


def send(notice: Notice) -> None:
    """Tell it to whoever the settings name, where they want to hear of such an event."""
    given = settings()
    if notice.event not in given.notify.split(","):
        return
    if given.webhook:
        _tried("webhook", lambda: _post(str(given.webhook), notice))
    if given.mail_to:
        _tried("e-mail", lambda: _mail(given, notice))


@contextmanager
def told_of_failure(lake: str, kind: str) -> Iterator[None]:
    """Tell of a run that ended in an error before it had a report; the error goes on."""
    try:
        yield
    except Exception as error:
        title = f"{kind} of {lake} broke off"
        send(Notice("failed", lake, None, title, reason(error)))
        raise


def _tried(way: str, work: Callable[[], None]) -> None:
    try:
        work()
    except (OSError, URLError, HTTPException, smtplib.SMTPException, ValueError) as error:
        # The address may hold a secret, so only the kind of failure is told.
        log.error("no word could be sent", way=way, why=f"{type(error).__name__}: {_first(error)}")


def _first(error: Exception) -> str:
    if isinstance(error, HTTPException | ValueError) and not isinstance(error, _UnsafeError):
        # Their texts quote what was asked or sent.
        return "no answer that can be read"
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return (str(reason).splitlines() or [""])[0]


class _UnsafeError(ValueError):
    """A secret would have gone over a connection that others may read; the message holds none."""


class _Stay(HTTPRedirectHandler):
    """No redirect is followed: what is told goes where the settings say and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """Never another request."""


def _post(url: str, notice: Notice) -> None:
    """One POST of JSON; `text` is what Slack, Mattermost and their like show."""
    body = {**asdict(notice), "text": f"{notice.title}\n\n{notice.text}"}
    data = json.dumps(body, ensure_ascii=False).encode()
    headers = {"content-type": "application/json; charset=utf-8"}
    build_opener(_Stay).open(Request(url, data, headers), timeout=_SECONDS).close()  # noqa: S310 - http(s), checked


def _mail(given: Settings, notice: Notice) -> None:
    message = EmailMessage()
    message["Subject"] = f"Gongkai: {notice.title}"
    message["From"], message["To"] = given.mail_from, given.mail_to
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="gongkai.invalid")
    message.set_content(notice.text)
    server = urlsplit(given.smtp)
    with _connected(server) as link:
        if server.username:
            link.login(unquote(server.username), unquote(server.password or ""))
        link.send_message(message)


def _connected(server: SplitResult) -> smtplib.SMTP:
    """A connection, secured where the server offers it; a password is never sent over one that is not."""
    host, port = server.hostname or "localhost", server.port or _PORTS[server.scheme]
    secure = ssl.create_default_context()
    if is_loopback(host):
        # The mail server of this machine has a certificate of its own making, as a rule.
        secure.check_hostname, secure.verify_mode = False, ssl.CERT_NONE
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=secure)
    link = smtplib.SMTP(host, port, timeout=_SECONDS)
    link.ehlo()
    if link.has_extn("starttls"):
        link.starttls(context=secure)
    elif server.password:
        link.close()
        raise _UnsafeError("the mail server offers no encryption, and a password is set")
    return link
