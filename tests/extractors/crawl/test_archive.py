"""The archive is standard WARC, and the log of captures can be rebuilt from it alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from extractors.crawl.archive import ArchiveError, ArchiveWriter, captures_of, read_body
from extractors.crawl.exchange import Request, Response
from extractors.crawl.warcfields import dump, load
from extractors.records import Capture

URL = "http://www.example.gov.cn/zfxxgk/?b=%E5%B9%B4"
PAGE = Response(
    200,
    "OK",
    (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "7"),
        ("ETag", '"x"'),
        ("Content-Disposition", "filename=\xc4\xea\xb1\xa8.pdf"),
    ),
    "<p>年报</p>".encode(),
    asked={"User-Agent": "test"},
)


def write_three(lake: Path) -> list[Capture]:
    """A page, a 304 that confirms it, and a request without an answer."""
    with ArchiveWriter(lake, "1311", "20261123T191500Z") as archive:
        seen = {"site_id": "x", "fetched_at": "2026-11-23T19:15:00Z"}
        request = Request(URL, "report", via="http://v/", link_text="100% 年报\r\n", listed_on="2026-01-02")
        page = archive.write(request, PAGE, outcome="ok", media_type="text/html", **seen)
        unchanged = Response(304, "Not Modified", (("ETag", '"y"'),), b"")
        again = archive.write(
            Request(URL, "report", posted="a=1&b=2"), unchanged, outcome="not_modified", confirms=page, **seen
        )
        return [page, again, archive.write(Request(URL, "list"), None, outcome="timeout", **seen)]


def test_the_log_is_rebuilt_from_the_archive(tmp_path: Path) -> None:
    captures = write_three(tmp_path)
    assert list(captures_of(tmp_path, "raw/1311/20261123T191500Z.warc.gz")) == captures


def test_the_body_at_the_offset_has_the_hash_of_the_capture(tmp_path: Path) -> None:
    page, again, lost = write_three(tmp_path)
    for capture in (page, again):
        body = read_body(tmp_path, str(capture.warc_file), int(str(capture.warc_offset)))
        assert hashlib.sha256(body).hexdigest() == capture.sha256
    assert (lost.sha256, lost.warc_file, lost.status) == (None, None, None)


def test_another_reader_sees_standard_records(tmp_path: Path) -> None:
    page, *_ = write_three(tmp_path)
    with (tmp_path / str(page.warc_file)).open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
        file.seek(int(str(page.warc_offset)))
        record = next(iter(ArchiveIterator(file)))
        assert record.content_stream().read() == PAGE.body
        headers = record.http_headers
    exchange = ["response", "request", "metadata", "revisit", "request", "metadata"]
    assert kinds == ["warcinfo", *exchange, "metadata"]
    assert headers.get_header("Content-Encoding") is None
    assert headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert headers.get_header("Content-Length") == str(len(PAGE.body))
    assert headers.get_header("Content-Disposition") == "filename=%C4%EA%B1%A8.pdf"


def test_a_file_cut_anywhere_gives_whole_captures_only(tmp_path: Path) -> None:
    captures = write_three(tmp_path)
    path = tmp_path / str(captures[0].warc_file)
    whole = path.read_bytes()
    for size in range(0, len(whole), 7):
        path.write_bytes(whole[:size])
        left = list(captures_of(tmp_path, str(captures[0].warc_file)))
        assert left == captures[: len(left)]


def test_a_cut_body_is_an_error_not_a_shorter_body(tmp_path: Path) -> None:
    page, *_ = write_three(tmp_path)
    path = tmp_path / str(page.warc_file)
    path.write_bytes(path.read_bytes()[: int(str(page.warc_offset)) + 60])
    with pytest.raises(ArchiveError, match="cut or damaged"):
        read_body(tmp_path, str(page.warc_file), int(str(page.warc_offset)))


@pytest.mark.parametrize(("offset", "says"), [(0, "warcinfo"), (3, "cut or damaged"), (10**9, "no record")])
def test_a_wrong_place_is_one_clear_error(tmp_path: Path, offset: int, says: str) -> None:
    page, *_ = write_three(tmp_path)
    with pytest.raises(ArchiveError, match=says):
        read_body(tmp_path, str(page.warc_file), offset)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot read"):
        read_body(tmp_path, "raw/none.warc.gz", 0)


def test_the_same_run_twice_never_writes_into_the_first_file(tmp_path: Path) -> None:
    first, *_ = write_three(tmp_path)
    before = (tmp_path / str(first.warc_file)).read_bytes()
    second, *_ = write_three(tmp_path)
    assert second.warc_file == "raw/1311/20261123T191500Z-2.warc.gz"
    assert (tmp_path / str(first.warc_file)).read_bytes() == before


def test_the_same_exchanges_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    files = [lake / str(write_three(lake)[0].warc_file) for lake in (one, other)]
    assert files[0].read_bytes() == files[1].read_bytes()


texts = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"])))


@given(texts, texts, texts, st.one_of(st.none(), st.integers(0, 10**12)))
def test_any_capture_survives_its_fields(
    via: str | None, link_text: str | None, posted: str | None, size: int | None
) -> None:
    capture = Capture(
        *("u", "s", "t", 200, "ok", None, None, size, None, None, "r", "page"), via, link_text, posted=posted
    )
    assert load(dump(capture)) == capture
