"""Old office formats and web archives: told apart by content, read, or refused with one sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import docx
import olefile
import openpyxl
import pytest
import xlrd

from extractors import office
from extractors.document import UnreadableError
from extractors.office import convert, find_soffice
from extractors.readers import mhtml, ole, read, xls

needs_libreoffice = pytest.mark.skipif(find_soffice() is None, reason="needs LibreOffice (soffice)")
GOLD = Path(__file__).parents[2] / "gold"
RTF = rb"{\rtf1\ansi\trowd\cellx2000\cellx4000\intbl 5\cell 12\cell\row}"


def document_with_merges() -> bytes:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "三、"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "12"
    table.cell(1, 1).text, table.cell(1, 2).text = "0", "/"
    # Word itself ends every document with a paragraph; a doc file cannot do without.
    document.add_paragraph("五、")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@needs_libreoffice
@pytest.mark.parametrize("ending", ["doc", "rtf"])
def test_merged_cells_survive_the_conversion(ending: str) -> None:
    (table,) = read(convert(document_with_merges(), "docx", ending)).tables()
    found = [[(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in table.rows]
    assert found == [[("三、", 1, 2, 1), ("12", 2, 1, 2)], [("0", 2, 1, 1), ("/", 3, 1, 1)]]


@needs_libreoffice
def test_open_documents_are_read() -> None:
    (table,) = read(convert(document_with_merges(), "docx", "odt")).tables()
    assert [cell.text for row in table.rows for cell in row] == ["三、", "12", "0", "/"]
    book = openpyxl.Workbook()
    book.worksheets[0].append(["规章", 12, 3])
    file = io.BytesIO()
    book.save(file)
    (table,) = read(convert(file.getvalue(), "xlsx", "ods")).tables()
    assert [cell.text for row in table.rows for cell in row] == ["规章", "12", "3"]


def open_document(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, part in parts.items():
            package.writestr({"manifest": "META-INF/manifest.xml", "content": "content.xml"}[name], part)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (open_document(manifest=b"<m><encryption-data/></m>", content=b"\1\2"), "password"),
        (
            open_document(manifest=b"<m/>", content=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "document type",
        ),
        (open_document(manifest=b"<m/>", content=b"<a>" + b" " * 21_000_000 + b"</a>"), "20 MB"),
        (open_document(manifest=b"<m/>", content=b"<a>"), "well-formed"),
        (open_document(manifest=b"<m/>"), "no part content.xml"),
    ],
)
def test_what_is_wrong_with_an_open_document_is_told_before_libreoffice_has_it(
    data: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(data)


@needs_libreoffice
def test_a_conversion_that_takes_too_long_is_ended() -> None:
    with pytest.raises(UnreadableError, match=r"within 0\.05 seconds"):
        convert(RTF, "rtf", "docx", timeout=0.05)


def test_without_libreoffice_the_error_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    with pytest.raises(UnreadableError, match="LibreOffice"):
        read(RTF)


@pytest.mark.parametrize(
    "data",
    [b"{\\rtf", b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 900],
)
def test_damaged_files_are_refused_with_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged") as caught:
        read(data)
    assert "\n" not in str(caught.value)


def test_a_workbook_with_bytes_lost_anywhere_is_read_or_refused() -> None:
    whole = (GOLD / "xls-2021.xls").read_bytes()
    for share in range(1, 40):
        at = len(whole) * share // 40
        with contextlib.suppress(UnreadableError):
            read(whole[:at] + whole[at + 10 :])


def archive(*pages: tuple[str, str]) -> bytes:
    parts = "".join(
        f'--x\r\nContent-Location: file:///C:/{name}\r\nContent-Type: text/html; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n"
        for name, body in pages
    )
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    return f"{head}{parts}--x--\r\n".encode()


def test_a_web_archive_is_read_without_the_headers_of_its_pages() -> None:
    body = "<html><p>=E5=B9=B4=E6=8A=A5</p><table><tr><td>1=\r\n2</td></tr></table></html>"
    document = read(archive(("a.htm", body), ("a.files/header.htm", "<p>- 3 -</p>")))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["年报"]
    assert [cell.text for table in document.tables() for row in table.rows for cell in row] == ["12"]


def test_a_web_archive_without_a_page_says_so() -> None:
    with pytest.raises(UnreadableError, match="no HTML"):
        read(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n")


def test_a_web_archive_of_more_parts_than_are_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mhtml, "_MOST_PARTS", 3)
    page = ("a.htm", "<p>1</p>")
    assert len(list(read(archive(page, page)).paragraphs())) == 2
    with pytest.raises(UnreadableError, match="more than 3 parts"):
        read(archive(page, page, page))


def test_a_lack_of_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*args: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(olefile, "OleFileIO", lacking)
    with pytest.raises(MemoryError):
        ole.read(b"")
    monkeypatch.setattr(xlrd, "open_workbook", lacking)
    with pytest.raises(MemoryError):
        xls.read(b"")
