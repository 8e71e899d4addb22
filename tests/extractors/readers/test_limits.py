"""Pages that are damaged or made to choke a reader: read as browsers do, or one clear sentence, soon."""

from __future__ import annotations

import io
import re
import time
import zipfile

import openpyxl
import pytest

from extractors.document import UnreadableError
from extractors.readers import kind_of, read, xlsx
from extractors.text import decode

PAGE = "<html><p>政府信息公开工作年度报告</p><table><tr><td>受理</td><td>12</td></tr></table></html>"


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_in_utf_16_with_its_mark_is_html(charset: str) -> None:
    mark = "" if charset == "utf-16" else "\ufeff"
    document = read((mark + PAGE).encode(charset))
    assert document.media_type == "text/html"
    assert next(document.paragraphs()).text == "政府信息公开工作年度报告"


def test_one_broken_byte_does_not_change_the_charset() -> None:
    body = PAGE.encode("gbk") + b"\xd5"
    assert decode(body).count("\ufffd") == 1
    assert "政府信息公开工作年度报告" in decode(body)


def test_a_stray_nul_is_dropped_as_in_a_browser() -> None:
    body = PAGE.replace("12", "1\0002").encode()
    [table] = read(body).tables()
    assert [cell.text for cell in table.rows[0]] == ["受理", "12"]


def test_many_nuls_are_no_text() -> None:
    with pytest.raises(UnreadableError, match="binary"):
        kind_of(PAGE.encode() + bytes(40))


def test_spans_that_make_thousands_of_columns_are_refused() -> None:
    cells = "<td rowspan=65534 colspan=1000>1" * 2000
    started = time.monotonic()
    with pytest.raises(UnreadableError, match="table 1 row 1 has more than 5000 columns"):
        read(f"<table><tr>{cells}</table>".encode())
    assert time.monotonic() - started < 5


def test_time_grows_with_the_depth_of_nested_tables_and_not_with_its_square() -> None:
    def seconds(depth: int) -> float:
        body = ("<table><tr><td>" * depth + "x" + "</table>" * depth).encode()
        started = time.process_time()
        read(body)
        return time.process_time() - started

    seconds(100)
    assert seconds(4000) < 16 * max(seconds(1000), 0.02)


@pytest.mark.parametrize("tag", ["div", "span", "font color=white", "table><tr><td"])
def test_elements_deeper_than_on_any_page_are_refused_soon(tag: str) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableError, match="stand in one another"):
        read(b"<html>" + f"<{tag}>1".encode() * 200_000)
    assert time.process_time() - started < 5


def test_many_elements_side_by_side_are_no_depth() -> None:
    page = "<p>甲<br><div><font>1</font></div>" * 20_000
    assert len(read(page.encode()).blocks) == 40_000


def test_white_in_white_in_white_takes_no_time_of_its_square() -> None:
    started = time.process_time()
    read(b"<html>" + b"<font color=#fff>1" * 4000)
    assert time.process_time() - started < 3


def test_a_sheet_of_cells_without_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_CELLS", 100)
    book = openpyxl.Workbook()
    for row in book.worksheets[0].iter_rows(max_row=11, max_col=10):
        for cell in row:
            cell.number_format = "0.00"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(UnreadableError, match="more than 100 cells"):
        read(file.getvalue())


def test_a_row_beyond_the_last_column_is_refused() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append([1])
    file = io.BytesIO()
    book.save(file)
    row = "<row>" + "<c><v>1</v></c>" * 18_300 + "</row>"
    with pytest.raises(UnreadableError, match="more than 16,384 columns"):
        read(_with_rows(file.getvalue(), row))


def test_wide_sheets_take_no_time_of_the_square_of_their_width() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append([1])
    file = io.BytesIO()
    book.save(file)
    data = _with_rows(file.getvalue(), ("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>") * 4)
    started = time.process_time()
    assert len(read(data).blocks) == 1
    assert time.process_time() - started < 4


def _with_rows(data: bytes, rows: str) -> bytes:
    """The workbook with other rows on its sheet."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(rb"<row .*</row>", rows.encode(), part)
            new.writestr(name, part)
    return changed.getvalue()


def test_a_file_beyond_all_measure_is_refused_at_once() -> None:
    started = time.monotonic()
    for data, kind in ((b"<html>" + b"x" * 25_000_000, "html"), (b"x" * 25_000_000, "text")):
        with pytest.raises(UnreadableError, match=f"MB of {kind}, more than the [0-9]+ MB"):
            read(data)
    assert time.monotonic() - started < 2


def test_a_sheet_of_more_cells_than_any_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_TEXTS", 100)
    book = openpyxl.Workbook()
    for _ in range(11):
        book.worksheets[0].append(range(10))
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(UnreadableError, match="more than 100 cells"):
        read(file.getvalue())
