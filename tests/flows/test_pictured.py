"""A report of several pictures on a page, from the archive to one report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.crawl.archive import ArchiveWriter
from extractors.crawl.exchange import Request, Response
from extractors.records import Capture
from flows.documents import reading
from flows.documents.reading import Archived
from transforms.records import Context, Extraction

TESTS = Path(__file__).parents[1]
SCANS = ("extractors/ocr/documents/sealed-slashes.png", "gold/scan-applications-2021.png")
PAGE = "http://www.example.gov.cn/t2021.html"
TITLE = "桃城区人民政府2021年政府信息公开工作年度报告"


def archived(lake: Path, names: Sequence[str], bodies: Sequence[bytes]) -> tuple[Capture, list[Capture]]:
    """The page that shows pictures of these names, and those of them that have been fetched."""
    shown = "".join(f'<p><img src="{name}" width="900"></p>' for name in names)
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{shown}</body></html>"
    with ArchiveWriter(lake, "1311", "20220201T000000Z") as archive:

        def add(url: str, body: bytes, role: str, kind: str) -> Capture:
            request = Request(url, role, None, PAGE if role == "attachment" else None)
            response = Response(200, "OK", (("Content-Type", kind),), body)
            about = {"site_id": "x", "fetched_at": "2022-02-01T00:00:00Z", "outcome": "ok"}
            return archive.write(request, response, media_type=kind, **about)  # type: ignore[arg-type]

        page = add(PAGE, html.encode(), "report", "text/html")
        held = [
            add(f"http://www.example.gov.cn/{name}", body, "attachment", "image/png")
            for name, body in zip(names, bodies, strict=False)
        ]
    return page, held


def read(lake: Path, page: Capture, held: Sequence[Capture]) -> Extraction:
    context = Context(url=PAGE, pictures=tuple(held))
    documents = reading.read(Archived(lake, page, context, 300.0), lambda _: None)
    [document] = documents  # type: ignore[misc]
    return document


def test_the_pictures_are_read_as_one_in_the_order_of_the_page(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    bodies = [(TESTS / name).read_bytes() for name in SCANS]
    page, held = archived(tmp_path, ["2.png", "1.png"], bodies)
    found = read(tmp_path, page, held[::-1])  # neither by name nor as fetched
    pages = {one.section: str(one.locator)[:6] for one in found.cells if one.state == "number"}
    assert pages == {"disclosure": "page 1", "disputes": "page 1", "applications": "page 2"}
    issued = next(one for one in found.cells if one.item == "disclosure.regulations.issued")
    assert issued.value == 79011
    assert (found.identity.title, found.identity.year, found.by_ocr) == (TITLE, 2021, True)


def test_a_report_of_which_a_picture_is_lacking_is_not_read_in_part(tmp_path: Path) -> None:
    page, held = archived(tmp_path, ["1.png", "2.png", "3.png"], [b"\x89PNG\r\n\x1a\n"] * 2)
    found = read(tmp_path, page, held)
    assert (found.status, found.error) == (
        "unreadable",
        "picture 3 of the 3 that the report is made of was not fetched",
    )
