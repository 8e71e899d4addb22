"""PDF with text: every figure of printed reports, and what is hidden, broken, locked or no text."""

from __future__ import annotations

import base64
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Paragraph, UnreadableError
from extractors.pdf.content import DamagedPageError
from extractors.pdf.streams import check_stream
from extractors.readers import pdf
from transforms.tables.read import read_tables

sys.path.append(str(Path(__file__).parents[1] / "pages"))
from generator.cases import judge
from page_printer import printed_report


def canvas(**options: object) -> tuple[Canvas, BytesIO]:
    out = BytesIO()
    return Canvas(out, pagesize=(595, 842), invariant=1, **options), out


def read_drawn(*steps: object) -> str:
    sheet, out = canvas()
    sheet.drawString(100, 700, "visible text of this page")
    for step in steps:
        step(sheet)
    sheet.save()
    document: Document = pdf.read(out.getvalue())
    return " ".join(paragraph.text for paragraph in document.paragraphs())


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_of_a_printed_report_is_read(seed: int) -> None:
    report, _, data = printed_report(seed)
    verdict = judge(report, read_tables(pdf.read(data), report.year))
    assert verdict.exact, verdict


# Seeds of which something stays in doubt: labels over a page's end, blanks beside a header's words.
IN_DOUBT = frozenset({3, 5, 15, 25})


@pytest.mark.parametrize("lines", ["none", "horizontal"])
@pytest.mark.parametrize("seed", range(26))
def test_tables_without_lines_between_columns_are_read_or_openly_missing(seed: int, lines: str) -> None:
    report, _, data = printed_report(seed, lines)
    verdict = judge(report, read_tables(pdf.read(data), report.year))
    assert verdict.silent == verdict.found == (), verdict
    assert verdict.exact or seed in IN_DOUBT


def test_text_that_is_not_shown_is_left_out() -> None:
    def invisible(sheet: Canvas) -> None:
        text = sheet.beginText(100, 600)
        text.setTextRenderMode(3)
        text.textOut("11")
        text.setTextRenderMode(0)
        sheet.drawText(text)

    def white(sheet: Canvas) -> None:
        sheet.setFillGray(1)
        sheet.drawString(100, 580, "22")
        sheet.setFillGray(0)

    def clipped(sheet: Canvas) -> None:
        sheet.saveState()
        path = sheet.beginPath()
        path.rect(300, 300, 10, 10)
        sheet.clipPath(path, stroke=0)
        sheet.drawString(100, 560, "33")
        sheet.restoreState()

    assert (
        read_drawn(invisible, white, clipped, lambda s: s.drawString(700, 540, "44"))
        == "visible text of this page"
    )


def test_white_text_on_a_dark_field_is_shown() -> None:
    def on_dark(sheet: Canvas) -> None:
        sheet.rect(90, 570, 100, 30, stroke=0, fill=1)
        sheet.setFillGray(1)
        sheet.drawString(100, 580, "22")

    assert "22" in read_drawn(on_dark)


def test_text_outside_the_crop_box_is_left_out() -> None:
    assert read_drawn(lambda s: (s.setCropBox((0, 650, 595, 842)), s.drawString(100, 100, "99"))) == (
        "visible text of this page"
    )


def test_a_locked_file_says_so_and_an_empty_password_opens() -> None:
    for password, message in (("secret", "password"), ("", None)):
        sheet, out = canvas(encrypt=StandardEncryption(password, ownerPassword="owner"))
        sheet.drawString(100, 700, "17 applications were received")
        sheet.save()
        if message:
            with pytest.raises(UnreadableError, match=message):
                pdf.read(out.getvalue())
        else:
            assert [p.text for p in pdf.read(out.getvalue()).paragraphs()] == [
                "17 applications were received"
            ]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_file_is_damaged(share: float) -> None:
    data = printed_report(1)[2]
    with pytest.raises(UnreadableError, match="damaged"):
        pdf.read(data[: int(len(data) * share)])


def test_a_page_whose_content_is_broken_is_not_read_in_part() -> None:
    data = printed_report(1)[2]
    start = data.index(b"stream\n") + 200
    with pytest.raises(UnreadableError, match="damaged"):
        pdf.read(data[:start] + b"\0" * 50 + data[start + 50 :])


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    sheet, out = canvas()
    for _ in range(3):
        sheet.drawString(100, 700, "text")
        sheet.showPage()
    sheet.save()
    with pytest.raises(UnreadableError, match="3 pages"):
        pdf.read(out.getvalue())


def test_a_file_without_text_or_pictures_says_so() -> None:
    sheet, out = canvas()
    sheet.showPage()
    sheet.save()
    with pytest.raises(UnreadableError, match="no text"):
        pdf.read(out.getvalue())


def test_bytes_that_only_begin_like_a_pdf_are_damaged() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        pdf.read(b"%PDF-1.4\n1 0 obj\n<</Type")


def test_a_lack_of_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*args: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pdf, "PDFDocument", lacking)
    with pytest.raises(MemoryError):
        pdf.read(b"%PDF-1.4")


def with_a_scan() -> bytes:
    page, file = canvas()
    page.drawString(100, 700, "a page of text")
    page.showPage()
    page.drawInlineImage(Image.new("L", (60, 80), 90), 0, 0, *page._pagesize)
    page.showPage()
    page.save()
    return file.getvalue()


def test_pages_that_are_pictures_are_named_where_they_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.readers.ocr.find_spec", lambda name: None)
    document = pdf.read(with_a_scan())
    assert next(document.paragraphs()).text == "a page of text"
    assert (document.unread_pages, document.recogniser) == ((2,), None)


def test_pages_that_are_pictures_are_read_in_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = Document("application/pdf", (Paragraph("seen", "page 1 line 1"),), recogniser="eye 1.0")
    monkeypatch.setattr("extractors.pdf.mixed.read_scanned_pdf", lambda data: scanned)
    document = pdf.read(with_a_scan())
    assert [block.locator for block in document.paragraphs()] == ["page 1 line 1", "page 2 line 1"]
    assert (document.unread_pages, document.recogniser) == ((), "eye 1.0")


def _beside(step: Callable[[Canvas], None]) -> str:
    """What is read of a 1 with a 7 that `step` prints behind it."""
    return read_drawn(lambda sheet: sheet.drawString(100, 600, "1"), step).rpartition("page ")[2]


def test_text_that_lets_everything_through_is_not_seen() -> None:
    def see_through(sheet: Canvas) -> None:
        sheet.saveState()
        sheet.setFillAlpha(0)
        sheet.drawString(107, 600, "7")
        sheet.restoreState()

    assert _beside(see_through) == "1"


@pytest.mark.parametrize("alpha", [1.0, 0.3])
def test_text_under_an_area_painted_later_is_seen_through_it_only(alpha: float) -> None:
    def covered(sheet: Canvas) -> None:
        sheet.drawString(107, 600, "7")
        sheet.setFillColorRGB(1, 1, 1, alpha)
        sheet.rect(106.5, 595, 12, 16, stroke=0, fill=1)

    assert _beside(covered) == ("1" if alpha == 1 else "17")


def test_a_figure_crossed_by_a_line_of_its_own_length_is_struck_out() -> None:
    def struck(sheet: Canvas) -> None:
        sheet.line(99, 604, 108, 604)

    assert _beside(struck) == "1\u0336"


@pytest.mark.parametrize("line", [(99, 598, 108, 598), (60, 604, 300, 604)])
def test_an_underline_and_a_ruling_line_strike_nothing_out(line: tuple[int, int, int, int]) -> None:
    assert _beside(lambda sheet: sheet.line(*line)) == "1"


@pytest.mark.parametrize("ascii85", [True, False])
def test_content_that_cannot_be_unpacked_whole_is_refused_whatever_it_is_packed_in(ascii85: bool) -> None:
    drawn = zlib.compress(b"BT ET " * 3000)[:-6]
    packed = base64.a85encode(drawn) + b"~>" if ascii85 else drawn
    filters = b"[/ASCII85Decode /FlateDecode]" if ascii85 else b"/FlateDecode"
    with pytest.raises(UnreadableError, match="page 1 of this PDF is damaged: its content"):
        pdf.read(one_page(filters, packed))


def test_content_packed_twice_is_no_bomb() -> None:
    flate = LIT("FlateDecode")
    bomb = PDFStream({"Filter": [flate, flate]}, zlib.compress(zlib.compress(bytes(200_000_000))))
    with pytest.raises(DamagedPageError, match="too large"):
        check_stream(bomb)


def one_page(filters: bytes, content: bytes) -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter " + filters + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream",
    )
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj" % number + part + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer<</Root 1 0 R/Size 5>>\n"
    return body + head + b"startxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize(("width", "hidden"), [(200, False), (590, True)])
def test_a_picture_hides_what_lies_under_it_only_where_it_is_large(width: int, hidden: bool) -> None:
    def picture(sheet: Canvas) -> None:
        sheet.drawInlineImage(Image.new("RGB", (4, 4), "white"), 2, 800 - width, width, width)

    def beside(sheet: Canvas) -> None:
        sheet.drawString(100, 20, "beside")

    def under(sheet: Canvas) -> None:
        sheet.drawString(50, 750, "under")

    assert ("under" not in read_drawn(under, picture, beside)) is hidden
