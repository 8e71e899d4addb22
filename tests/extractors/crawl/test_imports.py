"""Web archives of others are taken in as a crawl is: same walk, same log, same archive, no network."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass, replace
from pathlib import Path

import brotli
import pytest
from crawl_farm import COLUMN, SETTINGS, html, report, reports_of, simple_site
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.crawl import decoding
from extractors.crawl.archive import read_body
from extractors.crawl.crawl import CrawlResult, crawl_prefecture
from extractors.crawl.foreign import index
from extractors.crawl.imports import WarcError, WebArchive
from extractors.records import Site

SITE = Site("site", "131102", "桃城区人民政府", "http://www.example.gov.cn/", 1.0)
THREE = {"t2021.html", "t2022.html", "t2023.html"}
OK = "200 OK"
HOST = "http://www.example.gov.cn"


@dataclass
class Foreign:
    """A WARC as another crawler writes it."""

    path: Path
    gzipped: bool = True

    def __post_init__(self) -> None:
        self.file = self.path.open("wb")
        self.writer = WARCWriter(self.file, gzip=self.gzipped)

    def add(
        self,
        url: str,
        body: bytes,
        kind: str = "response",
        date: str = "2024-02-03T04:05:06Z",
        status: str = OK,
        **headers: str,
    ) -> None:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        http = StatusAndHeaders(status, [("Content-Type", "text/html"), *named], protocol="HTTP/1.1")
        known = {"WARC-Date": date} | ({"Content-Type": "text/html"} if kind == "resource" else {})
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            warc_headers_dict=known,
            http_headers=None if kind == "resource" else http,
        )
        self.writer.write_record(record)

    def post(self, url: str, form: str, body: bytes, kind: str = "text/html") -> None:
        """A POST and its answer, the request last, as crawlers write them."""
        asked = StatusAndHeaders("POST /x HTTP/1.1", [], is_http_request=True)
        answer = StatusAndHeaders(OK, [("Content-Type", kind)], protocol="HTTP/1.1")
        date = {"WARC-Date": "2024-02-03T04:05:06Z"}
        response = self.writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=answer, warc_headers_dict=date
        )
        beside = date | {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        request = self.writer.create_warc_record(
            url, "request", payload=io.BytesIO(form.encode()), http_headers=asked, warc_headers_dict=beside
        )
        self.writer.write_record(response)
        self.writer.write_record(request)

    def revisit(self, url: str, digest: str) -> None:
        record = self.writer.create_revisit_record(
            url,
            digest,
            url,
            "2020-01-01T00:00:00Z",
            http_headers=StatusAndHeaders(OK, [], protocol="HTTP/1.1"),
        )
        if digest == "none":
            record.rec_headers.remove_header("WARC-Payload-Digest")
        self.writer.write_record(record)

    def close(self) -> Path:
        self.file.close()
        return self.path


def whole_site(path: Path, *, gzipped: bool = True, scheme: str = "http") -> Path:
    foreign = Foreign(path, gzipped)
    for name, page in simple_site().items():
        if name != "/robots.txt":
            foreign.add(f"{scheme}://www.example.gov.cn{name}", str(page).encode())
    return foreign.close()


async def take_in(
    lake: Path, *files: Path, sites: tuple[Site, ...] = (SITE,), run: str = "20261123T191500Z"
) -> CrawlResult:
    archive = WebArchive(files)
    return await crawl_prefecture(
        sites, lake=lake, run_id=run, known=(), settings=SETTINGS, web_archive=archive
    )


@pytest.mark.parametrize(("gzipped", "scheme"), [(True, "http"), (False, "http"), (True, "https")])
async def test_a_whole_site_is_walked_through(tmp_path: Path, gzipped: bool, scheme: str) -> None:
    file = whole_site(tmp_path / "a.warc", gzipped=gzipped, scheme=scheme)
    result = await take_in(tmp_path, file)
    assert reports_of(result) == THREE
    assert {capture.fetched_at for capture in result.captures} == {"2024-02-03T04:05:06Z"}
    assert result.sites[0].error is None
    assert result.sites[0].failures == {}
    assert next(c.link_text for c in result.captures if c.url.endswith("t2021.html"))
    body = report(2021).encode()
    capture = next(c for c in result.captures if c.url.endswith("t2021.html"))
    assert read_body(tmp_path, str(capture.warc_file), int(str(capture.warc_offset))) == body


async def test_reports_that_nothing_links_to_are_found(tmp_path: Path) -> None:
    foreign = Foreign(tmp_path / "a.warc.gz")
    foreign.add(f"{HOST}{COLUMN}t2021.html", report(2021).encode())
    foreign.add(f"{HOST}/news/1.html", html("<p>新闻</p>" * 99).encode())
    foreign.add(f"{HOST}/file.pdf", b"%PDF-1.4")
    result = await take_in(tmp_path, foreign.close())
    assert reports_of(result) == {"t2021.html"}
    assert "1 files in the web archive that no page of it links to" in result.sites[0].note


async def test_chunked_and_compressed_bodies_and_resources(tmp_path: Path) -> None:
    packed = gzip.compress(report(2021).encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    foreign = Foreign(tmp_path / "a.warc.gz")
    foreign.add(f"{HOST}{COLUMN}t2021.html", chunked, Transfer_Encoding="chunked", Content_Encoding="gzip")
    foreign.add(f"{HOST}{COLUMN}t2022.html", gzip.compress(report(2022).encode()), Content_Encoding="gzip")
    foreign.add(f"{HOST}{COLUMN}t2023.html", report(2023).encode(), kind="resource")
    result = await take_in(tmp_path, foreign.close())
    assert reports_of(result) == THREE
    captures = {c.url.rpartition("/")[2]: c for c in result.captures}
    assert captures["t2021.html"].bytes == len(report(2021).encode())


async def test_the_newest_good_answer_counts(tmp_path: Path) -> None:
    foreign = Foreign(tmp_path / "a.warc.gz")
    url = f"{HOST}{COLUMN}t2021.html"
    foreign.add(url, report(2021, "甲区").encode(), date="2023-01-01T00:00:00Z")
    foreign.add(url, report(2021, "乙区").encode(), date="2024-01-01T00:00:00.123Z")
    foreign.add(url, b"gone", date="2025-01-01T00:00:00Z", status="404 Not Found")
    file = foreign.close()
    result = await take_in(tmp_path, file)
    assert [(c.fetched_at, c.outcome) for c in result.captures] == [
        ("2024-01-01T00:00:00Z", "ok"),
        ("2023-01-01T00:00:00Z", "ok"),
        ("2025-01-01T00:00:00Z", "not_found"),
    ]
    assert WebArchive([file]).older == 2
    assert (result.sites[0].reports, result.sites[0].failures) == (1, {})


async def test_all_that_a_document_ever_was_is_taken_in_once(tmp_path: Path) -> None:
    foreign = Foreign(tmp_path / "a.warc.gz")
    url = f"{HOST}{COLUMN}t2021.html"
    foreign.add(url, report(2021, "甲区").encode(), date="2022-02-01T00:00:00Z")
    foreign.add(url, report(2021, "甲区").encode(), date="2022-03-01T00:00:00Z")
    foreign.add(url, "<h1>您访问的页面不存在</h1>".encode(), date="2022-04-01T00:00:00Z")
    foreign.add(url, report(2021, "乙区").encode(), date="2023-02-01T00:00:00Z")
    foreign.add(f"{HOST}/news/1.html", html("<p>旧闻</p>" * 99).encode(), date="2022-02-01T00:00:00Z")
    foreign.add(f"{HOST}/news/1.html", html("<p>新闻</p>" * 99).encode(), date="2023-02-01T00:00:00Z")
    foreign.add(f"{HOST}/robots.txt", b"User-agent: *\nDisallow: /\n")
    file = foreign.close()
    first = await take_in(tmp_path, file)
    assert [(one.fetched_at[:7], one.outcome) for one in first.captures if one.url == url] == [
        ("2023-02", "ok"),
        ("2022-02", "ok"),
        ("2022-04", "soft_404"),
    ]
    assert [one.fetched_at[:7] for one in first.captures if "news" in one.url] == ["2023-02"]
    assert not [one for one in first.captures if "robots" in one.url]
    second = await crawl_prefecture(
        [SITE],
        lake=tmp_path,
        run_id="20261124T191500Z",
        known=first.captures,
        settings=SETTINGS,
        web_archive=WebArchive([file]),
    )
    assert [one.fetched_at[:7] for one in second.captures if one.url == url] == ["2023-02"]


async def test_a_revisit_stands_for_its_original_in_another_file(tmp_path: Path) -> None:
    first = Foreign(tmp_path / "a.warc.gz")
    first.add(f"{HOST}{COLUMN}t2021.html", report(2021).encode())
    original = first.close()
    digest = next(iter(WebArchive([original])._by_digest))
    second = Foreign(tmp_path / "b.warc.gz")
    second.revisit(f"{HOST}{COLUMN}t2021.html", str(digest))
    later = second.close()
    assert WebArchive([later]).lost_revisits == 1
    assert WebArchive([later]).urls_of([SITE]) == {}
    result = await take_in(tmp_path, later, original)
    assert reports_of(result) == {"t2021.html"}


async def test_the_same_archive_again_adds_no_body(tmp_path: Path) -> None:
    file = whole_site(tmp_path / "a.warc.gz")
    one = await take_in(tmp_path, file)
    archive = WebArchive([file])
    two = await crawl_prefecture(
        [SITE],
        lake=tmp_path,
        run_id="20261124T191500Z",
        known=one.captures,
        settings=SETTINGS,
        web_archive=archive,
    )
    assert reports_of(two) == THREE
    assert {c.warc_file for c in two.captures} == {"raw/1311/20261123T191500Z.warc.gz"}


def test_hosts_of_no_site_are_counted_and_an_address_has_one_site(tmp_path: Path) -> None:
    foreign = Foreign(tmp_path / "a.warc.gz")
    for url in ("http://x.other.cn/1", "http://x.other.cn/2", f"{HOST}/bm/a.html", f"{HOST}/b.html"):
        foreign.add(url, b"<html>")
    bureau = replace(SITE, site_id="bureau", url=f"{HOST}/bm/")
    archive = WebArchive([foreign.close()])
    assert archive.strangers([SITE, bureau]) == {"x.other.cn": 2}
    assert archive.urls_of([SITE, bureau]) == {"site": [f"{HOST}/b.html"], "bureau": [f"{HOST}/bm/a.html"]}


@pytest.mark.parametrize("content", [b"", b"no archive at all\n" * 9, gzip.compress(b"text", mtime=0)])
def test_what_is_no_web_archive_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(WarcError, match=r"x\.warc\.gz: no WARC"):
        WebArchive([path])


async def test_an_archive_that_ends_early_gives_what_it_has(tmp_path: Path) -> None:
    file = whole_site(tmp_path / "a.warc.gz")
    file.write_bytes(file.read_bytes()[:-40])
    result = await take_in(tmp_path, file)
    assert len(reports_of(result)) >= 2


async def test_lists_that_are_asked_for_by_post_are_found_by_what_was_posted(tmp_path: Path) -> None:
    api = f"{HOST}/cms/JsonList"
    script = "$.post('/cms/JsonList',{channelCode:'A09',perPage:1,pageno:1},function(d){})"
    foreign = Foreign(tmp_path / "a.warc.gz")
    foreign.add(f"{HOST}/", html(f"<script>{script}</script>", "政府信息公开年报").encode())
    for place, year in enumerate((2022, 2021), start=1):
        row = {"topic": f"桃城区{year}年政府信息公开工作年度报告", "infourl": f"{COLUMN}t{year}.html"}
        reply = json.dumps({"total": "2", "list": [row]}, ensure_ascii=False).encode()
        # Another order of the fields than ours.
        foreign.post(api, f"pageno={place}&perPage=1&channelCode=A09", reply, "application/json")
        foreign.add(f"{HOST}{COLUMN}t{year}.html", report(year).encode())
    result = await take_in(tmp_path, foreign.close())
    lists = [one for one in result.captures if one.url == api]
    assert [(one.outcome, one.role) for one in lists] == [("ok", "list")] * 2
    linked = [one.via for one in result.captures if one.role == "report"]
    assert linked == [api, api]


async def test_brotli_is_undone_and_other_codings_are_named(tmp_path: Path) -> None:
    foreign = Foreign(tmp_path / "a.warc.gz")
    packed = brotli.compress(report(2021).encode())
    foreign.add(f"{HOST}{COLUMN}t2021.html", packed, Content_Encoding="br")
    foreign.add(f"{HOST}{COLUMN}t2022.html", packed[:-9], Content_Encoding="br")
    foreign.add(f"{HOST}{COLUMN}t2023.html", b"\x28\xb5\x2f\xfd", Content_Encoding="zstd")
    file = foreign.close()
    result = await take_in(tmp_path / "one", file)
    assert reports_of(result) == {"t2021.html"}
    assert result.sites[0].failures == {"incomplete": 1, "unknown_coding": 1}


def test_a_bomb_of_brotli_is_cut() -> None:
    assert decoding.decoded(brotli.compress(b"0" * 20_000_000), ["br"], 1000) == (b"0" * 1000, True)


@pytest.mark.parametrize("gzipped", [True, False])
async def test_damage_in_the_middle_costs_the_record_alone(tmp_path: Path, gzipped: bool) -> None:
    file = whole_site(tmp_path / "a.warc", gzipped=gzipped)
    data = bytearray(file.read_bytes())
    mark = b"t2022.html"
    places = [one.offset for one in index(file) if one.url.endswith("t2022.html")]
    at = places[0] + (40 if gzipped else data[places[0] :].index(mark) + 400)
    data[at : at + 30] = b"\xff" * 30 if gzipped else b"x" * 60  # longer than the record says
    file.write_bytes(data)
    result = await take_in(tmp_path, file)
    assert reports_of(result) >= {"t2021.html", "t2023.html"}


async def test_a_length_of_http_that_is_wrong_is_not_believed(tmp_path: Path) -> None:
    foreign = Foreign(tmp_path / "a.warc")
    foreign.add(f"{HOST}{COLUMN}t2021.html", report(2021).encode(), Content_Length="17")
    result = await take_in(tmp_path, foreign.close())
    assert [one.bytes for one in result.captures] == [len(report(2021).encode())]


async def test_a_revisit_without_a_digest_names_its_original_by_address_and_moment(tmp_path: Path) -> None:
    foreign = Foreign(tmp_path / "a.warc")
    url = f"{HOST}{COLUMN}t2021.html"
    foreign.add(url, report(2021).encode(), date="2020-01-01T00:00:00Z")
    foreign.revisit(url, "none")
    foreign.revisit(f"{HOST}/other.html", "none")
    foreign.revisit(url, "sha1:NOBODYHASIT")
    archive = WebArchive([foreign.close()])
    assert archive.lost_revisits == 2
    assert archive.answer(url, 10**6).body == report(2021).encode()  # type: ignore[union-attr]


@pytest.mark.parametrize("gzipped", [True, False])
async def test_the_older_arc_format(tmp_path: Path, gzipped: bool) -> None:
    def record(url: str, kind: str, body: bytes) -> bytes:
        data = f"{url} 127.0.0.1 20200203040506 {kind} {len(body)}\n".encode() + body + b"\n"
        return gzip.compress(data) if gzipped else data

    version = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + report(2019).encode()
    file = tmp_path / "a.arc.gz"
    head = record("filedesc://a.arc", "text/plain", version)
    file.write_bytes(head + record(f"{HOST}{COLUMN}t2019.html", "text/html", answer))
    result = await take_in(tmp_path, file)
    assert reports_of(result) == {"t2019.html"}
    assert [one.fetched_at for one in result.captures] == ["2020-02-03T04:05:06Z"]


def test_an_archive_packed_as_a_whole_is_named(tmp_path: Path) -> None:
    plain = whole_site(tmp_path / "a.warc", gzipped=False)
    packed = tmp_path / "b.warc.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with pytest.raises(WarcError, match=r"b\.warc\.gz: it is packed as a whole"):
        WebArchive([packed])
