"""A report pasted into a Word document as pictures of its pages is read from them."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from extractors.document import UnreadableError
from extractors.readers import read
from transforms.tables.read import read_tables

_PICTURE = Path(__file__).parents[1] / "ocr" / "documents" / "sealed-slashes.png"
_TITLE = "青杉县人民政府2021年政府信息公开工作年度报告"


def document(text: str, width: float, table: bool = False) -> bytes:
    """A Word document with this text and the picture so many centimetres wide."""
    made, held = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    if table:
        made.add_table(1, 2).cell(0, 0).text = "规章"
    made.add_picture(str(_PICTURE), width=Cm(width))
    made.save(held)
    return held.getvalue()


def test_tables_of_a_pasted_picture_are_read_behind_the_title() -> None:
    for name in ("rapidocr", "onnxruntime", "cv2"):
        pytest.importorskip(name, reason="needs the extra ocr")
    pictured = read(document(_TITLE, 15))
    assert next(pictured.paragraphs()).text == _TITLE
    assert (pictured.recogniser or "").startswith("rapidocr ")
    golden = json.loads(_PICTURE.with_name(f"{_PICTURE.name}.json").read_text(encoding="utf-8"))
    cells = {cell.item: [cell.state, cell.value] for cell in read_tables(pictured, golden["year"]).cells}
    assert sum(cells.get(item) == truth for item, truth in golden["cells"].items()) >= 0.98 * len(
        golden["cells"]
    )


@pytest.mark.parametrize(
    ("text", "width", "table"),
    [(_TITLE, 3.0, False), (_TITLE * 20, 15.0, False), (_TITLE, 15.0, True)],
    ids=["an emblem", "a report of its own", "a table of its own"],
)
def test_other_pictures_are_no_pages(text: str, width: float, table: bool) -> None:
    assert read(document(text, width, table)).recogniser is None


def test_without_the_extra_the_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.readers.ocr.find_spec", lambda name: None)
    with pytest.raises(UnreadableError, match=re.escape("pip install gongkai[ocr]")):
        read(document(_TITLE, 15))
