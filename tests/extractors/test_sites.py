"""The sites file (contract §2): good rows run, bad rows are named with their line."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from extractors.crawl.addresses import is_local_name
from extractors.sites import DEFAULT_DELAY, SitesFileError, read_sites
from transforms import divisions

HEADER = "site_id,division_code,publisher,url,delay,note\n"
GOOD = "taocheng,131102,桃城区人民政府,http://www.example.gov.cn/,,\n"


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "sites.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_row_becomes_a_site(tmp_path: Path) -> None:
    row = 'x-1,131102,桃城区人民政府,https://www.example.gov.cn/zfxxgk/,2.5,"a note, with comma"\n'
    sites, problems = read_sites(write(tmp_path, HEADER + row))
    assert not problems
    assert (sites[0].site_id, sites[0].prefecture, sites[0].delay) == ("x-1", "1311", 2.5)
    assert sites[0].note == "a note, with comma"


def test_delay_defaults_to_one_second(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + GOOD)
    assert read_sites(path)[0][0].delay == 1.0
    assert read_sites(path, default_delay=3.0)[0][0].delay == 3.0


def test_byte_order_mark_and_empty_lines_are_tolerated(tmp_path: Path) -> None:
    sites, problems = read_sites(write(tmp_path, "\ufeff" + HEADER + "\n" + GOOD + ",,,,,\n"))
    assert len(sites) == 1
    assert not problems


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Bad_Id,131102,甲,http://a.gov.cn/,,", "site_id"),
        ("a,13110,甲,http://a.gov.cn/,,", "six digits"),
        ("a,１３１１０２,甲,http://a.gov.cn/,,", "six digits"),
        ("a,999999,甲,http://a.gov.cn/,,", "unknown"),
        ("a,131102,,http://a.gov.cn/,,", "publisher"),
        ("a,131102,甲,ftp://a.gov.cn/,,", "url"),
        ("a,131102,甲,www.a.gov.cn,,", "url"),
        ("a,131102,甲,http:///zfxxgk,,", "url"),
        ("a,131102,甲,http://a.gov.cn:99999/,,", "url"),
        ("a,131102,甲,http://[::1/,,", "url"),
        ("a,131102,甲,http://u:p@a.gov.cn/,,", "user name"),
        ("a,131102,甲,http://a.gov.cn/ b,,", "url"),
        ("a,131102,甲,http://a.gov.cn/,0.4,", "under 0.5"),
        ("a,131102,甲,http://a.gov.cn/,soon,", "delay"),
        ("a,131102,甲,http://a.gov.cn/,-1,", "delay"),
        ("a,131102,甲,http://a.gov.cn/,nan,", "delay"),
        ("a,131102,甲,http://a.gov.cn/", "4 columns"),
        ("a,131102,甲,http://a.gov.cn/,,,", "7 columns"),
        ("taocheng,131102,甲,http://a.gov.cn/,,", "line 2"),
    ],
)
def test_a_bad_row_is_named_and_the_others_run(tmp_path: Path, row: str, says: str) -> None:
    path = write(tmp_path, HEADER + GOOD + row + "\n" + GOOD.replace("taocheng", "other"))
    sites, problems = read_sites(path, {"131102"})
    assert [site.site_id for site in sites] == ["taocheng", "other"]
    assert [problem.line for problem in problems] == [3]
    assert says in problems[0].message


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "http://localhost:1/", "http://[::1]:8000/"])
def test_loopback_may_do_without_a_delay(tmp_path: Path, url: str) -> None:
    sites, problems = read_sites(write(tmp_path, f"{HEADER}a,131102,甲,{url},0,\n"))
    assert not problems
    assert sites[0].delay == 0


def test_lines_are_counted_through_quoted_line_breaks(tmp_path: Path) -> None:
    rows = 'a,131102,甲,http://a.gov.cn/,,"two\nlines"\nB,131102,甲,http://a.gov.cn/,,\n'
    _, problems = read_sites(write(tmp_path, HEADER + rows))
    assert problems[0].line == 4


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "header"),
        (b"site_id,url\n", "header"),
        ("\ufeff".encode() + "站点,代码\n".encode(), "header"),
        (HEADER.encode() + "a,131102,桃城".encode("gbk"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_sites_file_is_one_clear_error(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(SitesFileError, match=says):
        read_sites(write(tmp_path, content))


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SitesFileError, match="cannot read"):
        read_sites(tmp_path / "none.csv")


REGISTER = Path(__file__).parents[2] / "extractors" / "sites.csv"
ADDRESSES = Path(__file__).parents[3] / "shared" / "samples" / "report_urls.csv"


def test_the_register_itself_is_good() -> None:
    known = {division.division_code: division for division in divisions.load().rows}
    sites, problems = read_sites(REGISTER, known)
    assert not problems
    assert {site.certificate for site in sites} == {None}, "what nobody has looked at is not accepted"
    # Who uses the register has not looked at its sites either.
    assert min(site.delay for site in sites) >= DEFAULT_DELAY


def test_the_register_holds_public_addresses_of_governments() -> None:
    sites, _ = read_sites(REGISTER)
    hosts = {urlsplit(site.url).hostname or "" for site in sites}
    assert not [host for host in hosts if is_local_name(host) or "." not in host]
    assert sum(host.endswith(".gov.cn") for host in hosts) > 0.9 * len(hosts)


@pytest.mark.skipif(not ADDRESSES.exists(), reason="needs ../shared/samples")
def test_every_site_of_the_register_stands_on_a_public_report() -> None:
    with ADDRESSES.open(encoding="utf-8") as file:
        evidence = {urlsplit(row["url"]).hostname for row in csv.DictReader(file)}
    sites, _ = read_sites(REGISTER)
    assert [site.url for site in sites if urlsplit(site.url).hostname not in evidence] == []


def test_the_register_covers_the_country() -> None:
    sites, _ = read_sites(REGISTER)
    provinces = {site.division_code[:2] for site in sites} - {"00"}
    assert len({(site.division_code, site.publisher) for site in sites}) >= 250
    assert len(provinces) == 31
    assert all(site.note for site in sites), "the note says on what evidence the address stands"
    assert len({site.url.split("://")[1].rstrip("/") for site in sites}) == len(sites)


def test_a_certificate_may_be_accepted_by_its_fingerprint(tmp_path: Path) -> None:
    header = HEADER.replace("note", "note,certificate")
    printed = ":".join(["AB"] * 32)
    rows = f"a,131102,甲,https://a.gov.cn/,,,{printed}\nb,131102,甲,https://b.gov.cn/,,,\n"
    sites, problems = read_sites(
        write(tmp_path, header + rows + "c,131102,甲,http://c.gov.cn/,,,any\n" + GOOD)
    )
    assert [site.certificate for site in sites] == ["ab" * 32, None]
    assert [str(problem) for problem in problems] == [
        "line 4: certificate 'any' is not a SHA-256 fingerprint of 64 hex digits",
        "line 5: 6 columns instead of 7",
    ]
