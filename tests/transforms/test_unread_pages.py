"""Pages that could not be read are never passed over: the extraction is in part, and says which they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.document import Document, Paragraph
from extractors.readers import read
from transforms.facts import extract
from transforms.records import Context, Extraction

WHOLE = read((Path(__file__).parents[1] / "gold" / "html-big-2021.html").read_bytes())
TITLE = "桃城区2021年政府信息公开工作年度报告"


def found(document: Document) -> Extraction:
    return extract(document, Context())


@pytest.mark.parametrize(("pages", "named"), [((3,), "page 3 could"), ((2, 5), "pages 2, 5 could")])
def test_a_report_with_unread_pages_is_partial_and_names_them(pages: tuple[int, ...], named: str) -> None:
    assert found(WHOLE).status == "ok"
    extraction = found(replace(WHOLE, unread_pages=pages))
    (finding,) = (one for one in extraction.findings if one.rule == "pages.unread")
    assert extraction.status == "partial"
    assert extraction.cells == found(WHOLE).cells
    assert (finding.severity, finding.cause) == ("warning", "extraction")
    assert finding.message.startswith(named)


def test_a_document_that_is_no_report_stays_none_and_still_names_them() -> None:
    notice = Document("application/pdf", (Paragraph("关于放假的通知", "page 1 line 1"),), unread_pages=(2,))
    extraction = found(notice)
    assert extraction.status == "no_report"
    assert [finding.rule for finding in extraction.findings] == ["pages.unread"]


def test_text_is_by_ocr_where_a_recogniser_is_named_and_not_where_a_page_has_such_a_tag() -> None:
    assert not found(replace(WHOLE, meta={**WHOLE.meta, "ocr": "1"})).by_ocr
    assert found(replace(WHOLE, recogniser="eye 1.0")).by_ocr
