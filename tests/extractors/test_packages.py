"""ZIP-based files are opened without trusting what they say of themselves."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from extractors import packages
from extractors.document import UnreadableError
from extractors.packages import Budget, open_package, parse_xml


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, body in files:
            archive.writestr(name, body)
    return out.getvalue()


def test_parts_are_named_and_read() -> None:
    package = open_package(zipped(("word/", b""), ("word/document.xml", b"<a>1</a>"), ("b\\c.txt", b"2")))
    assert package.names == ["word/document.xml", "b/c.txt"]
    assert package.xml("word/document.xml").text == "1"
    assert package.read("b/c.txt") == b"2"


def test_a_part_that_is_not_there_is_named() -> None:
    with pytest.raises(UnreadableError, match=r"no part word/document\.xml"):
        open_package(zipped(("a", b""))).read("word/document.xml")


def test_two_different_parts_of_one_name_are_refused_and_equal_ones_are_read() -> None:
    assert open_package(zipped(("a", b"1"), ("a", b"1"))).read("a") == b"1"
    with pytest.raises(UnreadableError, match="2 different parts named a"):
        open_package(zipped(("a", b"1"), ("a", b"2"))).read("a")


def test_a_part_that_is_larger_than_it_says_is_no_way_around_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packages, "MAX_PART_BYTES", 1000)
    honest = zipped(("a", bytes(5000)))
    for data in (honest, honest.replace(struct.pack("<L", 5000), struct.pack("<L", 10))):
        with pytest.raises(UnreadableError, match=r"unpacks to more|damaged"):
            open_package(data).read("a")


def test_all_parts_count_against_one_budget() -> None:
    package = open_package(zipped(("a", bytes(600)), ("b", bytes(600))), Budget(1000))
    assert package.read("a") == bytes(600)
    with pytest.raises(UnreadableError, match="b unpacks to more"):
        package.read("b")


def test_entries_that_share_their_bytes_are_bounded_as_well() -> None:
    """A bomb without nesting: many names in the directory for one compressed block."""
    data = zipped(("a", bytes(10**6)))
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, count = data[start:end], 1000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    package = open_package(data[:start] + entry * count + tail, Budget(10**7))
    with pytest.raises(UnreadableError, match=r"unpacks to more|damaged"):
        assert sum(len(package.unpack(info, "a")) for info in package.parts["a"]) <= 10**7


def test_a_locked_part_is_said_to_be_locked() -> None:
    data = bytearray(zipped(("a", b"1")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableError, match="a is protected by a password"):
        open_package(bytes(data)).read("a")


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        b"<!--" + b"x" * 5000 + b"-->" + BOMB.encode(),
        ('<?xml version="1.0" encoding="utf-16"?>' + BOMB).encode("utf-16"),
        BOMB.lower().replace("doctype", "DOCTYPE").replace("entity", "ENTITY").encode("utf-8-sig"),
    ],
)
def test_a_document_type_is_refused_wherever_it_stands(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="document type"):
        parse_xml(data, "a.xml")


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"\xff\xfe\xff", b"<a>" * 100_000, b'<?xml encoding="x-no"?><a/>']
)
def test_what_is_no_xml_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"a.xml is no well-formed XML"):
        parse_xml(data, "a.xml")


def test_huge_xml_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_XML_BYTES", 10)
    with pytest.raises(UnreadableError, match="XML of more than"):
        parse_xml(b"<a>12345678</a>", "a.xml")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18])
def test_a_damaged_container_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged ZIP-based file"):
        open_package(data)


def test_a_lack_of_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*args: object) -> None:
        raise MemoryError

    package = open_package(zipped(("a", b"1")))
    monkeypatch.setattr(zipfile.ZipFile, "open", lacking)
    with pytest.raises(MemoryError):
        package.read("a")
