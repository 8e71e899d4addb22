"""Web archives of others are taken in as a crawl is: same walk, same log, same archive, no network."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from crawl_farm import COLUMN, SETTINGS, html, report, reports_of, simple_site
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.crawl.archive import read_body
from extractors.crawl.crawl import CrawlResult, crawl_prefecture
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

    def revisit(self, url: str, digest: str) -> None:
        record = self.writer.create_revisit_record(
            url,
            digest,
            url,
            "2020-01-01T00:00:00Z",
            http_headers=StatusAndHeaders(OK, [], protocol="HTTP/1.1"),
        )
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
    assert [(c.fetched_at, c.outcome) for c in result.captures] == [("2024-01-01T00:00:00Z", "ok")]
    assert WebArchive([file]).older == 2


async def test_a_revisit_stands_for_its_original_in_another_file(tmp_path: Path) -> None:
    first = Foreign(tmp_path / "a.warc.gz")
    first.add(f"{HOST}{COLUMN}t2021.html", report(2021).encode())
    original = first.close()
    digest = next(iter(WebArchive([original])._originals))
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


@pytest.mark.parametrize("content", [b"", b"no archive at all\n" * 9, gzip.compress(b"text")])
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
