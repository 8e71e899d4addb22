"""ZIP and RAR archives: every document inside or why it cannot be had, in bounded time and memory."""

from __future__ import annotations

import io
import shutil
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
import rarfile
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import archives, packages
from extractors.archives import Member, is_archive, members
from extractors.document import UnreadableError

TEXT = "桃城区2021年政府信息公开工作年度报告".encode()


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return out.getvalue()


def gbk_zip(name: str, body: bytes) -> bytes:
    """A ZIP as Chinese Windows writes it: the name in GBK, without the UTF-8 flag."""
    raw = name.encode("gbk")
    data = zipped(("x" * len(raw), body))
    return data.replace(b"x" * len(raw), raw)


def rar4(*files: tuple[bytes, bytes], flags: int = 0, method: int = 0x30, main: int = 0) -> bytes:
    """A RAR 3 archive of stored files."""
    data = b"Rar!\x1a\x07\x00" + _rar4_block(0x73, main, b"\0" * 6)
    for name, body in files:
        sizes = struct.pack(
            "<LLBLLBBHL", len(body), len(body), 3, zlib.crc32(body), 0, 29, method, len(name), 0x20
        )
        data += _rar4_block(0x74, 0x8000 | flags, sizes + name) + body
    return data + _rar4_block(0x7B, 0x4000, b"")


def _rar4_block(kind: int, flags: int, body: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar5(*files: tuple[str, bytes], method: int = 0) -> bytes:
    """A RAR 5 archive of stored files."""
    data = b"Rar!\x1a\x07\x01\x00" + _rar5_block(b"\1\0\0")
    for name, body in files:
        raw = name.encode()
        head = b"\2\2" + _vint(len(body)) + b"\4" + _vint(len(body)) + b"\0"
        head += struct.pack("<L", zlib.crc32(body)) + _vint(method << 7) + b"\1" + _vint(len(raw)) + raw
        data += _rar5_block(head) + body
    return data + _rar5_block(b"\5\0\0")


def _rar5_block(head: bytes) -> bytes:
    sized = _vint(len(head)) + head
    return struct.pack("<L", zlib.crc32(sized)) + sized


def _vint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def names(data: bytes) -> list[str]:
    return [member.name for member in members(data)]


def errors(data: bytes) -> dict[str, str | None]:
    return {member.name: member.error for member in members(data)}


def test_documents_come_sorted_by_name_and_without_what_systems_leave_behind() -> None:
    litter = ["__MACOSX/._a.txt", ".DS_Store", "附件/Thumbs.db", "附件/~$年报.docx", "desktop.ini"]
    data = zipped(*((name, b"x") for name in [*litter, "附件/乙.txt", "附件/", "甲.txt"]))
    assert list(members(data)) == [Member("甲.txt", b"x"), Member("附件/乙.txt", b"x")]


@pytest.mark.parametrize("name", ["桃城区2021年年报.txt", "年报.docx", "二〇二一年/政府信息公开.pdf"])
def test_names_of_chinese_windows_are_read(name: str) -> None:
    assert names(gbk_zip(name, TEXT)) == [name]


def test_names_in_utf_8_without_the_flag_are_read() -> None:
    raw = "年报.txt".encode()
    assert names(zipped(("x" * len(raw), TEXT)).replace(b"x" * len(raw), raw)) == ["年报.txt"]


def test_names_are_labels_that_lead_nowhere() -> None:
    data = zipped(("../../etc/passwd", b"1"), ("/abs/a.txt", b"2"), ("c:\\x\\..\\b\x1b.txt", b"3"))
    assert names(data) == ["abs/a.txt", "c:/x/b.txt", "etc/passwd"]


def test_files_of_one_name_are_all_kept() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", b"1"), ("a.txt", b"2"))
    assert list(members(data)) == [Member("a.txt", b"1"), Member("a.txt (2)", b"2")]


def test_an_inner_archive_is_opened_and_one_in_it_is_not() -> None:
    inner = zipped(("年报.txt", TEXT), ("深.zip", zipped(("c.txt", b"3"))))
    assert errors(zipped(("内.zip", inner), ("a.txt", b"1"))) == {
        "a.txt": None,
        "内.zip/年报.txt": None,
        "内.zip/深.zip": "an archive in an archive in an archive is not opened",
    }


def test_a_word_file_is_a_member_and_no_inner_archive() -> None:
    docx = zipped(("word/document.xml", b"<a/>"))
    assert not is_archive(docx)
    assert list(members(zipped(("年报.docx", docx)))) == [Member("年报.docx", docx)]


def test_locked_files_and_links_are_named() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    data = bytearray(zipped(("a.txt", b"1"), (link, b"/etc/passwd")))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert errors(bytes(data)) == {
        "a.txt": "it is protected by a password",
        "link.txt": "a link to another file, not a document",
    }


def test_a_damaged_file_costs_itself_only() -> None:
    data = zipped(("a.txt", b"first"), ("b.txt", b"second"))
    found = errors(data.replace(b"first", b"worst", 1))
    assert found["b.txt"] is None
    assert "damaged" in str(found["a.txt"])


def test_ten_gigabytes_of_zeros_are_refused_at_once() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as part:
        for _ in range(210):
            part.write(bytes(10**6))
    honest = out.getvalue()
    lying = honest.replace(struct.pack("<L", 210 * 10**6), struct.pack("<L", 100))
    start = time.perf_counter()
    assert "unpacks to more than" in str(errors(honest)["a.txt"])
    assert errors(lying)["a.txt"]
    assert time.perf_counter() - start < 5


def test_what_all_files_unpack_to_is_bounded_over_inner_archives_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages.Budget.__init__, "__defaults__", (3000,))
    inner = zipped(*((f"{at}.txt", bytes(900)) for at in range(9)), compression=zipfile.ZIP_DEFLATED)
    found = errors(zipped(("x.zip", inner), ("y.zip", inner)))
    assert [error is None for error in found.values()].count(True) == 2


def test_too_many_files_are_refused() -> None:
    with pytest.raises(UnreadableError, match="more than 2000"):
        names(zipped(*((f"{at}", b"") for at in range(2001))))
    with pytest.raises(UnreadableError, match="more than 20000"):
        names(zipped(*((f"{at}", b"") for at in range(20_001))))


def test_an_archive_without_documents_says_so() -> None:
    with pytest.raises(UnreadableError, match="no document"):
        names(zipped((".DS_Store", b"x")))


@pytest.mark.parametrize("data", [rar4(("年报.txt".encode("gbk"), TEXT), (b"a/b.txt", b"1")),
                                  rar5(("年报.txt", TEXT), ("a/b.txt", b"1"))])  # fmt: skip
def test_stored_files_of_rar_archives_are_read(data: bytes) -> None:
    assert is_archive(data)
    assert list(members(data)) == [Member("a/b.txt", b"1"), Member("年报.txt", TEXT)]


def test_locked_and_split_rar_files_are_named() -> None:
    assert errors(rar4((b"a.txt", b"1"), flags=0x4)) == {"a.txt": "it is protected by a password"}
    assert "cut over several" in str(errors(rar4((b"a.txt", b"1"), flags=0x2))["a.txt"])
    with pytest.raises(UnreadableError, match="password"):
        names(rar4(main=0x80))


def test_a_compressed_rar_without_a_program_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*args: object, **kwargs: object) -> None:
        raise rarfile.RarCannotExec("no tool")

    monkeypatch.setattr(rarfile, "tool_setup", none)
    assert "bsdtar" in str(errors(rar5(("a.txt", b"1234"), method=3))["a.txt"])


@pytest.mark.skipif(shutil.which("bsdtar") is None, reason="bsdtar is not installed")
def test_damaged_compressed_data_of_a_rar_is_an_error_of_that_file() -> None:
    found = errors(rar5(("a.txt", b"\xff" * 40), method=3) + b"")
    assert "damaged" in str(found["a.txt"])


def test_a_rar_whose_sum_is_wrong_is_damaged() -> None:
    assert "damaged" in str(errors(rar5(("a.txt", b"first")).replace(b"first", b"worst"))["a.txt"])


WHOLE = {
    "zip": zipped(("年报.txt", TEXT), ("b.zip", zipped(("c.txt", b"3"))), compression=zipfile.ZIP_DEFLATED),
    "rar4": rar4(("年报.txt".encode("gbk"), TEXT), (b"b.txt", b"1")),
    "rar5": rar5(("年报.txt", TEXT), ("b.txt", b"1")),
}


def outcome(data: bytes) -> None:
    """Members or an UnreadableError; anything else fails the test."""
    with suppress(UnreadableError):
        for member in members(data):
            assert member.name


@pytest.mark.parametrize("kind", WHOLE)
def test_every_truncation_has_an_outcome(kind: str) -> None:
    for end in range(8, len(WHOLE[kind])):
        if is_archive(WHOLE[kind][:end]):
            outcome(WHOLE[kind][:end])


@pytest.mark.parametrize("kind", ["zip", "rar4", "rar5"])
@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_changed_bytes_have_an_outcome(kind: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE[kind])
    for place, value in changes:
        data[8 + place % (len(data) - 8)] = value
    if is_archive(bytes(data)):
        outcome(bytes(data))


def test_no_member_is_ever_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for data in WHOLE.values():
        list(archives.members(data))
    assert list(tmp_path.iterdir()) == []


def test_a_lack_of_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(rarfile.RarFile, "open", lacking)
    with pytest.raises(MemoryError):
        errors(rar5(("a.txt", b"1")))
