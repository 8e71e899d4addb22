"""Reports printed as images: every figure as printed, or openly in doubt."""

from __future__ import annotations

import io
import json
import struct
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.document import Document, UnreadableError
from extractors.readers import read
from transforms.tables.read import read_tables

_DOCUMENTS = Path(__file__).parents[1] / "ocr" / "documents"

ocr = pytest.mark.usefixtures("recogniser")


@pytest.fixture
def recogniser() -> None:
    for name in ("rapidocr", "onnxruntime", "cv2"):
        pytest.importorskip(name, reason="needs the extra ocr")


@cache
def reading(name: str) -> Document:
    return read((_DOCUMENTS / name).read_bytes())


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


@ocr
@pytest.mark.parametrize(
    "name", sorted(path.name for path in _DOCUMENTS.glob("*.*") if path.suffix != ".json")
)
def test_no_figure_is_wrong_and_nearly_all_are_read(name: str) -> None:
    golden = json.loads((_DOCUMENTS / f"{name}.json").read_text())
    document = reading(name)
    cells = {cell.item: cell for cell in read_tables(document, golden["year"]).cells}
    right = 0
    for item, (state, value) in golden["cells"].items():
        got = cells[item]
        assert got.state in (state, "unreadable", "missing"), (item, got)
        assert got.state != "number" or got.value == value, (item, got)
        right += got.state == state
    assert right >= 0.98 * len(golden["cells"])
    assert (document.recogniser or "").startswith("rapidocr ")


@ocr
def test_the_same_bytes_give_the_same_document() -> None:
    name = "sealed-slashes.png"
    assert read((_DOCUMENTS / name).read_bytes()) == reading(name)


@ocr
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_truncated_image_is_unreadable(share: float) -> None:
    data = (_DOCUMENTS / "skewed-scan.jpg").read_bytes()
    with pytest.raises(UnreadableError, match="damaged"):
        read(data[: int(len(data) * share)])


@ocr
def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 10**6)) + chunk(b"IEND", b"")
    with pytest.raises(UnreadableError, match="pixels"):
        read(bomb)


@ocr
@pytest.mark.parametrize(
    "data",
    [
        encoded(Image.new("CMYK", (60, 40)), "JPEG"),
        encoded(Image.new("1", (60, 40), 1), "TIFF"),
        encoded(Image.fromarray(np.full((40, 60), 65535, np.uint16)), "PNG"),
        encoded(Image.new("LA", (60, 40)), "PNG"),
        encoded(Image.new("P", (1, 1)), "GIF", save_all=True, append_images=[Image.new("P", (1, 1), 1)] * 3),
        encoded(Image.new("RGB", (3, 900), "white"), "BMP"),
        encoded(
            Image.new("RGB", (60, 40), "white"), "TIFF", save_all=True, append_images=[Image.new("L", (9, 9))]
        ),
    ],
    ids=["cmyk", "one bit", "sixteen bits", "transparent", "animation", "narrow", "two pages"],
)
def test_an_image_without_text_is_an_empty_document(data: bytes) -> None:
    assert read(data).blocks == ()


@ocr
def test_more_pages_than_any_report_has_are_refused() -> None:
    page = Image.new("1", (8, 8), 1)
    with pytest.raises(UnreadableError, match="pages"):
        read(encoded(page, "TIFF", save_all=True, append_images=[page] * 61))


def test_without_the_extra_the_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.readers.ocr.find_spec", lambda name: None)
    with pytest.raises(UnreadableError, match=r"pip install gongkai\[ocr\]"):
        read(encoded(Image.new("1", (8, 8)), "PNG"))
