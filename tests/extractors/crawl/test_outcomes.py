"""Outcomes: every one has a remedy, refusals are told by what they look like."""

from __future__ import annotations

import pytest

from extractors.crawl.media import media_type
from extractors.crawl.outcomes import outcomes, recognise

WHOLE_PAGE = "<html>" + "<p>正文</p>" * 2000 + "<div hidden>您访问的链接即将离开本网站</div></html>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "name"),
    [
        (200, {}, "<h1>年报</h1>", "ok"),
        (404, {}, "", "not_found"),
        (410, {}, "", "gone"),
        (304, {}, "", "bad_request"),
        (403, {}, "", "forbidden"),
        (403, {}, "reason:GeoBL", "geo_blocked"),
        (403, {}, "本站启用了云防护", "waf"),
        (403, {}, "Blocked by YUNDUN", "waf"),
        (200, {}, "<script>var HOY_TR = 1</script>", "challenge_521"),
        (461, {}, "", "waf"),
        (412, {}, "", "anti_bot_412"),
        (200, {}, "<script>$_ts=window['$_ts'];</script>", "anti_bot_412"),
        (521, {"Set-Cookie": "__jsluid_h=1"}, "", "challenge_521"),
        (429, {}, "", "rate_limited"),
        (408, {}, "", "timeout"),
        (502, {}, "", "server_error"),
        (418, {}, "", "bad_request"),
        (999, {}, "", "bad_request"),
        (200, {}, "<title>404</title>", "soft_404"),
        (200, {}, "您访问的页面不存在", "soft_404"),
        (200, {}, "请输入验证码下载附件", "login_wall"),
        (200, {}, WHOLE_PAGE, "ok"),
    ],
)
def test_what_an_answer_means(status: int, headers: dict[str, str], body: str, name: str) -> None:
    assert recognise(status, headers.items(), body, len(body.encode()))[0] == name


def test_every_outcome_says_what_to_do() -> None:
    assert all(len(one.remedy) > 10 for one in outcomes().values())
    assert not any(one.retry for one in outcomes().values() if not one.sent)


@pytest.mark.parametrize(
    ("body", "header", "kind"),
    [
        (b"%PDF-1.7", "application/octet-stream", "application/pdf"),
        (b"<!DOCTYPE html><p>", "application/pdf", "text/html"),
        (b"\n<html>", None, "text/html"),
        (b'{"a": "<p>"}', "application/json; charset=utf-8", "application/json"),
        (b"PK\x03\x04....OFD.xml", None, "application/ofd"),
        (b"PK\x03\x04....", None, "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "text/plain", "application/x-ole-storage"),
        (b"abc", "Text/Plain; charset=gbk", "text/plain"),
        (b"", None, None),
    ],
)
def test_the_kind_of_a_document_is_told_by_its_bytes(
    body: bytes, header: str | None, kind: str | None
) -> None:
    assert media_type(body, header) == kind
