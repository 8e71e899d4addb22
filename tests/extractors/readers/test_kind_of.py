"""Kinds of bytes, told by content."""

from __future__ import annotations

import io
import struct
import zipfile
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import UnreadableError
from extractors.readers import kind_of, read
from extractors.readers.kinds import KINDS


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"\xef\xbb\xbf  <HTML><body>x", "html"),
        ("<p>年报</p>".encode("gbk"), "html"),
        ("一、总体情况\n".encode(), "text"),
        ("规章 | 0 | 0 | 0 |".encode("gb18030"), "text"),
        (b"a < b and c > d", "text"),
        ("年报".encode("utf-16"), "text"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"BM" + struct.pack("<LHHLLll", 70, 0, 0, 54, 40, 2, 2), "image"),
        ("BM区政府信息公开工作年度报告".encode(), "text"),
        (b"BM", "text"),
        (b"GIF8 and others", "text"),
        (b"Rar!\x1a\x07", "rar"),
        (b"{\\rtf1\\ansi x}", "rtf"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", "mhtml"),
        (b"From: <Saved>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "mhtml"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument>', "officexml"),
    ],
)
def test_pages_and_texts_are_told_apart(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["word/document.xml"], "docx"),
        (["[Content_Types].xml", "word/main.xml"], "docx"),
        (["xl/workbook.xml"], "xlsx"),
        (["[Content_Types].xml", "xl/workbook2.xml"], "xlsx"),
        (["OFD.xml", "Doc_0/Document.xml"], "ofd"),
        (["word/2021.docx", "word/documents/2022.docx"], "zip"),
        (["xl/2021.xlsx"], "zip"),
        (["[Content_Types].xml", "xl/workbook.bin"], "xlsb"),
    ],
)
def test_a_package_is_told_by_its_parts_and_not_by_the_name_of_a_folder(names: list[str], kind: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    assert kind_of(out.getvalue()) == kind


@pytest.mark.parametrize(("says", "kind"), [("text", "odt"), ("spreadsheet", "ods"), ("presentation", "zip")])
def test_an_open_document_is_told_by_what_it_says(says: str, kind: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{says}")
        archive.writestr("content.xml", "<a/>")
    assert kind_of(out.getvalue()) == kind


def test_every_reader_of_the_table_is_there() -> None:
    for kind in KINDS.values():
        if kind.reader is not None:
            assert callable(import_module(f"extractors.readers.{kind.reader}").read)


def test_an_archive_says_that_it_is_one() -> None:
    with pytest.raises(UnreadableError, match="a rar archive is no document"):
        read(b"Rar!\x1a\x07")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"PK\x05\x06" + bytes(18), "zip archive is no document"),
        (b"some\x00bytes", "binary"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
    ],
)
def test_what_is_not_read_says_what_it_is(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableError, match=word) as caught:
        read(data)
    assert "\n" not in str(caught.value)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_one_sentence(data: bytes) -> None:
    try:
        document = read(data)
    except UnreadableError as error:
        sentence = str(error)
    else:
        sentence = document.media_type
    assert sentence
