"""Word of a run, sent to a real webhook and a real mail server on this machine."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from structlog.testing import capture_logs

from flows.notices import notify
from flows.notices.notify import Notice, event_of, send
from flows.settings import Settings

NOTICE = Notice(
    "failed", "/data/lake", "20270115T180000Z", "run 20270115T180000Z: not published", "# 曲靖市\n"
)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[misc]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def hook(status: int, got: list[Any], **headers: str) -> HTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, json.loads(self.rfile.read(int(self.headers["content-length"])))))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return HTTPServer(("127.0.0.1", 0), Handler)


def mailbox(got: list[str], extensions: tuple[str, ...] = ()) -> socketserver.TCPServer:
    """As much of RFC 5321 as a client needs to hand over a message."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                got.append(line)
                word = line[:4].upper()
                if word == "EHLO":
                    self.say("\r\n".join([*(f"250-{name}" for name in extensions), "250 8BITMIME"]))
                elif word == "DATA":
                    self.say("354 go on")
                    while (text := self.rfile.readline().decode()) != ".\r\n":
                        got.append(text.rstrip())
                    self.say("250 taken")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    return socketserver.TCPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Any:
    def configure(**values: object) -> None:
        given = Settings(**values)  # type: ignore[arg-type]
        monkeypatch.setattr(notify, "settings", lambda: given)

    return configure


def test_a_webhook_gets_one_post_of_json(configured: Any) -> None:
    got: list[Any] = []
    with serving(hook(200, got)) as port:
        configured(webhook=f"http://127.0.0.1:{port}/hook?key=s3cret")
        send(NOTICE)
    [(path, body)] = got
    assert path == "/hook?key=s3cret"
    assert (body["event"], body["run_id"], body["title"]) == ("failed", NOTICE.run_id, NOTICE.title)
    assert body["text"] == f"{NOTICE.title}\n\n# 曲靖市\n"


def test_a_mailbox_gets_the_report(configured: Any) -> None:
    got: list[str] = []
    with serving(mailbox(got)) as port:
        configured(mail_to="a@example.org, b@example.org", smtp=f"smtp://127.0.0.1:{port}")
        send(NOTICE)
    assert [line for line in got if line.lower().startswith("rcpt")] == [
        "rcpt TO:<a@example.org>",
        "rcpt TO:<b@example.org>",
    ]
    assert "Subject: Gongkai: run 20270115T180000Z: not published" in got
    assert "From: gongkai@localhost" in got


def test_a_password_is_never_sent_in_the_clear(configured: Any) -> None:
    got: list[str] = []
    with serving(mailbox(got, ("AUTH PLAIN",))) as port, capture_logs() as logged:
        configured(mail_to="a@example.org", smtp=f"smtp://me:s3cret@127.0.0.1:{port}")
        send(NOTICE)
    assert not any(line.upper().startswith(("AUTH", "MAIL")) for line in got)
    assert "s3cret" not in str(logged)
    assert [(line["way"], "offers no encryption" in line["why"]) for line in logged] == [("e-mail", True)]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_refused_word_is_logged_without_its_address_and_stops_nothing(configured: Any, status: int) -> None:
    got: list[Any] = []
    with serving(hook(status, got, location="/elsewhere")) as port, capture_logs() as logged:
        configured(webhook=f"http://127.0.0.1:{port}/hook?key=s3cret")
        send(NOTICE)
    assert len(got) == 1, "redirects are not followed"
    assert [(line["log_level"], line["way"]) for line in logged] == [("error", "webhook")]
    assert "s3cret" not in str(logged)


def test_what_is_no_http_is_logged_and_stops_nothing(configured: Any) -> None:
    with serving(mailbox([])) as port, capture_logs() as logged:
        configured(webhook=f"http://127.0.0.1:{port}/hook?key=s3cret")
        send(NOTICE)
    assert [(line["way"], "s3cret" in str(line)) for line in logged] == [("webhook", False)]


def test_nobody_listening_stops_nothing(configured: Any) -> None:
    with capture_logs() as logged:
        configured(webhook="http://127.0.0.1:9/", mail_to="a@example.org", smtp="smtp://127.0.0.1:9")
        send(NOTICE)
    assert [line["way"] for line in logged] == ["webhook", "e-mail"]


def test_only_what_is_wanted_is_told(configured: Any) -> None:
    got: list[Any] = []
    with serving(hook(200, got)) as port:
        configured(webhook=f"http://127.0.0.1:{port}/", notify="less")
        send(NOTICE)
    assert got == []


def test_a_run_that_breaks_off_is_told_of_and_breaks_off(configured: Any) -> None:
    got: list[Any] = []
    with serving(hook(200, got)) as port:
        configured(webhook=f"http://127.0.0.1:{port}/")
        with pytest.raises(OSError, match="No space left"), notify.told_of_failure("/data/lake", "run"):
            raise OSError(28, "No space left on device")
    assert got[0][1]["title"] == "run of /data/lake broke off"
    assert "No space left on device" in got[0][1]["text"]


def site(found: int, before: int | None) -> dict[str, Any]:
    return {"visit": {"reports": found}, "found_before": before}


@pytest.mark.parametrize(
    ("run", "event"),
    [
        ({"published": True, "site_results": [site(5, 5), site(3, None)]}, "ok"),
        ({"published": True, "site_results": [site(4, 5)]}, "less"),
        ({"published": True, "warnings": ["many more contradictions"]}, "less"),
        ({"published": True, "failed_steps": {"crawl 1311 衡水市": "OSError"}}, "failed"),
        ({"published": False}, "failed"),
        ({"published": True, "finished_at": None}, "failed"),
    ],
)
def test_what_a_run_amounts_to(run: dict[str, Any], event: str) -> None:
    assert event_of({"finished_at": "2027-01-15T19:00:00Z", **run}) == event
