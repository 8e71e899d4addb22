"""Transport as it is: old TLS, bad certificates, http-only hosts, proxies, codings, lengths, encodings."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import COLUMN, SETTINGS, Farm, crawl, report, reports_of, simple_site, status

from extractors.crawl import tls
from extractors.crawl.addresses import is_local_name, is_public
from extractors.crawl.decoding import CodingError, CutShortError, codings, decoded
from extractors.records import Site

PEMS = Path(__file__).with_name("tls")
THREE = {"t2021.html", "t2022.html", "t2023.html"}
LIMIT = 1_000_000


@contextmanager
def raw_server(answer: Callable[[bytes], bytes], context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that sends exactly these bytes and closes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    plain, _ = listening.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(plain, server_side=True) if context else plain as one:
                        one.settimeout(3)
                        one.sendall(answer(one.recv(65536)))
                except OSError:
                    plain.close()

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def page(request: bytes) -> bytes:
    """What a small site answers over a bare connection: no rules, one report."""
    if b"GET /t2021.html" not in request:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    body = report(2021).encode()
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        % (
            len(body),
            body,
        )
    )


def server_context(*, old: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEMS / "server.pem")
    if old:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
    return context


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test's own authority is the only one trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(PEMS / "authority.pem"))
    tls.strict.cache_clear()
    tls.relaxed.cache_clear()
    yield
    tls.strict.cache_clear()
    tls.relaxed.cache_clear()


def secure_site(port: int) -> Site:
    return Site("tls", "131102", "桃城区人民政府", f"https://127.0.0.1:{port}/t2021.html", 0.0)


@pytest.mark.usefixtures("trusted")
async def test_a_valid_certificate_is_nothing_remarkable(tmp_path: Path) -> None:
    with raw_server(page, server_context(old=False)) as port:
        result = await crawl(tmp_path, secure_site(port))
    assert reports_of(result) == {"t2021.html"}
    assert "TLS" not in result.sites[0].note
    assert "certificate" not in result.sites[0].note


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.usefixtures("trusted")
async def test_old_tls_is_a_fallback_and_recorded(tmp_path: Path) -> None:
    with raw_server(page, server_context(old=True)) as port:
        result = await crawl(tmp_path, secure_site(port))
    assert [capture.outcome for capture in result.captures][:3] == ["legacy_tls", "not_found", "ok"]
    assert "old TLS only" in result.sites[0].note


async def test_a_certificate_that_nobody_vouches_for_is_recorded_and_refused(tmp_path: Path) -> None:
    requests: list[bytes] = []

    def seen(request: bytes) -> bytes:
        requests.append(request)
        return page(request)

    with raw_server(seen, server_context(old=False)) as port:
        result = await crawl(tmp_path, secure_site(port))
    assert requests == []
    assert result.captures[0].outcome == "bad_certificate"
    assert "self-signed certificate" in result.sites[0].note
    assert str(result.sites[0].error).startswith("bad_certificate")


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    with raw_server(page, server_context(old=False)) as port:
        site = replace(secure_site(port), url=f"https://localhost:{port}/")
        result = await crawl(tmp_path, site)
    assert result.captures[0].outcome == "bad_certificate"
    assert "mismatch" in result.sites[0].note.lower()


def fingerprint() -> str:
    """Of the server's certificate."""
    pem = (PEMS / "server.pem").read_text("utf-8")
    first = pem[pem.index("-----BEGIN CERTIFICATE") : pem.index("-----END CERTIFICATE-----")]
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(f"{first}-----END CERTIFICATE-----")).hexdigest()


async def test_an_invalid_certificate_is_accepted_where_the_sites_file_names_it(tmp_path: Path) -> None:
    with raw_server(page, server_context(old=False)) as port:
        site = replace(secure_site(port), certificate=fingerprint())
        result = await crawl(tmp_path, site)
    assert reports_of(result) == {"t2021.html"}
    assert [one.outcome for one in result.captures][:3] == ["pinned_certificate", "not_found", "ok"]
    assert "self-signed certificate" in result.sites[0].note


async def test_no_other_certificate_is_accepted_than_the_one_named(tmp_path: Path) -> None:
    requests: list[bytes] = []

    def seen(request: bytes) -> bytes:
        requests.append(request)
        return page(request)

    with raw_server(seen, server_context(old=False)) as port:
        result = await crawl(tmp_path, replace(secure_site(port), certificate="ab" * 32))
    assert b"".join(requests) == b""  # a handshake, and no word more
    assert [one.outcome for one in result.captures][:2] == ["pinned_certificate", "bad_certificate"]
    assert f"another than the sites file names, sha256 {fingerprint()}" in result.sites[0].note
    assert str(result.sites[0].error).startswith("bad_certificate")


@pytest.mark.usefixtures("trusted")
async def test_a_valid_certificate_needs_no_fingerprint(tmp_path: Path) -> None:
    with raw_server(page, server_context(old=False)) as port:
        result = await crawl(tmp_path, replace(secure_site(port), certificate="ab" * 32))
    assert reports_of(result) == {"t2021.html"}
    assert "certificate" not in result.sites[0].note


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.usefixtures("trusted")
async def test_old_tls_is_remembered_for_a_month(tmp_path: Path) -> None:
    with raw_server(page, server_context(old=True)) as port:
        first = await crawl(tmp_path, secure_site(port))
        second = await crawl(tmp_path, secure_site(port), known=first.captures, run_id="20261130T191500Z")
        ago = f"{datetime.now(UTC) - timedelta(days=31):%Y-%m-%dT%H:%M:%SZ}"
        known = tuple(replace(one, fetched_at=ago) for one in first.captures)
        third = await crawl(tmp_path, secure_site(port), known=known, run_id="20261231T191500Z")
    assert [result.captures[0].outcome for result in (first, second, third)] == [
        "legacy_tls",
        "not_found",
        "legacy_tls",
    ]
    assert all(reports_of(result) == {"t2021.html"} for result in (first, second, third))


async def test_a_host_without_https_is_asked_over_http(tmp_path: Path) -> None:
    """Through a proxy that carries http only, so that public names can be played on this machine."""
    with Farm(simple_site()) as farm:
        site = Site("named", "131102", "桃城区人民政府", f"https://www.example.gov.cn{COLUMN}t2021.html", 0.0)
        result = await crawl(tmp_path, site, settings=replace(SETTINGS, proxy=farm.url))
        assert f"{COLUMN}t2021.html" in farm.paths()
    assert "t2021.html" in reports_of(result)
    assert "www.example.gov.cn: http only" in result.sites[0].note


async def test_no_setting_lowers_the_gap_for_a_public_host(tmp_path: Path) -> None:
    """Delay 0 in the site's row and in the settings, through a proxy on this machine."""
    with Farm(simple_site()) as farm:
        site = Site("named", "131102", "桃城区人民政府", f"http://www.example.gov.cn{COLUMN}", 0.0)
        settings = replace(SETTINGS, proxy=farm.url, default_delay=0.0, retries=9, backoff=0.0)
        farm.routes[f"{COLUMN}t2021.html"] = status(503)
        await crawl(tmp_path, site, settings=settings)
        assert farm.paths().count(f"{COLUMN}t2021.html") == 3
        ordered = sorted(farm.log, key=lambda seen: seen.started)
        gaps = [later.started - sooner.ended for sooner, later in itertools.pairwise(ordered)]
        assert min(gaps) >= 0.5


async def test_a_proxy_that_refuses_is_named_not_the_site(tmp_path: Path) -> None:
    site = Site("named", "131102", "桃城区人民政府", "http://www.example.gov.cn/", 0.0)
    result = await crawl(tmp_path, site, settings=replace(SETTINGS, proxy="http://127.0.0.1:9"))
    assert result.captures[0].outcome == "proxy_error"


async def test_proxies_of_the_environment_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Farm(simple_site()) as farm:
        assert reports_of(await crawl(tmp_path, farm.site())) == THREE


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "a.localhost", "localhost."]
)
async def test_odd_spellings_of_local_addresses_reach_no_proxy(tmp_path: Path, host: str) -> None:
    assert is_local_name(host)
    with Farm(simple_site()) as farm:
        site = Site("odd", "131102", "桃城区人民政府", f"http://{host}/", 0.0)
        await crawl(tmp_path, site, settings=replace(SETTINGS, proxy=farm.url))
        assert farm.log == []


@pytest.mark.parametrize(
    "address", ["::7f00:1", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "3fff::1", "ff02::1"]
)
def test_wrapped_and_reserved_addresses_are_not_public(address: str) -> None:
    if address != "3fff::1":  # documentation since 2024, which this Python does not know yet
        assert not is_public(address)


CODED = {
    "gzip": gzip.compress(report(2022).encode(), mtime=0),
    "x-gzip": gzip.compress(report(2022).encode(), mtime=0),
    "deflate": zlib.compress(report(2022).encode()),
    "identity": report(2022).encode(),
    "gzip, gzip": gzip.compress(gzip.compress(report(2022).encode(), mtime=0)),
}


def sent_as(body: bytes, **headers: str) -> object:
    async def answer(_: web.BaseRequest) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, headers={"Content-Type": "text/html", **named})

    return answer


@pytest.mark.parametrize("coding", CODED)
async def test_a_coding_that_was_forced_on_us_is_undone(tmp_path: Path, coding: str) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2022.html"] = sent_as(CODED[coding], Content_Encoding=coding)  # type: ignore[assignment]
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == THREE


@pytest.mark.parametrize("headers", [{}, {"Content_Encoding": "gzip"}])
async def test_compressed_unsaid_and_said_but_not_compressed(tmp_path: Path, headers: dict[str, str]) -> None:
    body = report(2022).encode() if headers else CODED["gzip"]
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2022.html"] = sent_as(body, **headers)  # type: ignore[assignment]
        assert reports_of(await crawl(tmp_path, farm.site())) == THREE


@pytest.mark.parametrize(
    ("coding", "body", "outcome"),
    [
        ("zstd", b"\x28\xb5\x2f\xfd\x00", "unknown_coding"),
        ("br", b"\xff" * 80, "unknown_coding"),
        ("gzip", CODED["gzip"][:-20], "incomplete"),
        ("gzip", CODED["gzip"][:12] + b"\xff" * 80, "unknown_coding"),
    ],
)
async def test_a_body_that_cannot_be_decoded_is_no_report(
    tmp_path: Path, coding: str, body: bytes, outcome: str
) -> None:
    with Farm(simple_site()) as farm:
        farm.routes[f"{COLUMN}t2022.html"] = sent_as(body, Content_Encoding=coding)  # type: ignore[assignment]
        result = await crawl(tmp_path, farm.site())
    assert result.sites[0].failures == {outcome: 1}
    assert reports_of(result) == THREE - {"t2022.html"}


def test_a_bomb_in_a_bomb_is_cut() -> None:
    bomb = gzip.compress(gzip.compress(b"0" * 50_000_000))
    body, cut = decoded(bomb, ["gzip", "gzip"], LIMIT)
    assert (len(body), cut) == (LIMIT, True)


def test_codings_are_undone_in_reverse_and_bare_streams_are_known() -> None:
    packer = zlib.compressobj(wbits=-15)
    bare = packer.compress(b"abc") + packer.flush()
    assert codings((("Content-Encoding", "deflate, X-GZIP"), ("content-encoding", "identity"))) == [
        "deflate",
        "gzip",
    ]
    assert decoded(gzip.compress(bare), ["deflate", "gzip"], LIMIT) == (b"abc", False)
    assert decoded(gzip.compress(b"a") + gzip.compress(b"b"), ["gzip"], LIMIT) == (b"ab", False)
    assert decoded(b"", ["deflate"], LIMIT) == (b"", False)
    with pytest.raises(CutShortError):
        decoded(gzip.compress(b"a" * 99)[:-9], ["gzip"], LIMIT)
    with pytest.raises(CodingError):
        decoded(b"x", ["zstd"], LIMIT)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\nContent-Type: text/html\r\n\r\n<html>short",
            "incomplete",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<html>", "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html", "incomplete"),
        (b"HTTP/1.1 abc\r\n\r\n", "bad_answer"),
        (b"\x00\x01\x02garbage\r\n\r\n", "bad_answer"),
        (b"", "connection_reset"),
    ],
)
async def test_a_broken_answer_is_never_a_page(tmp_path: Path, answer: bytes, outcome: str) -> None:
    def respond(request: bytes) -> bytes:
        return page(request) if b"robots" in request else answer

    with raw_server(respond) as port:
        site = Site("raw", "131102", "桃城区人民政府", f"http://127.0.0.1:{port}/t2021.html", 0.0)
        result = await crawl(tmp_path, site)
    assert [capture.outcome for capture in result.captures[1:]].count(outcome) in (2, 3)
    assert reports_of(result) == set()


async def test_long_headers_are_no_failure(tmp_path: Path) -> None:
    with Farm(simple_site()) as farm:
        policy = "default-src 'self' " * 1000
        farm.routes[f"{COLUMN}t2022.html"] = status(200, report(2022), {"Content-Security-Policy": policy})
        assert reports_of(await crawl(tmp_path, farm.site())) == THREE


@pytest.mark.parametrize("declared", ["text/html; charset=gb2312", "text/html"])
async def test_pages_in_gbk_lead_on(tmp_path: Path, declared: str) -> None:
    async def old(request: web.BaseRequest) -> web.Response:
        text = str(simple_site()[request.path]).replace("utf-8", "gb2312")
        return web.Response(body=text.encode("gb18030"), headers={"Content-Type": declared})

    with Farm(dict.fromkeys(simple_site(), old)) as farm:
        assert reports_of(await crawl(tmp_path, farm.site())) == THREE
