"""The documents of the gold set that are files: Word, sheets, PDF, OFD, scans, web archives, packages."""

from __future__ import annotations

import io
import quopri
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from gold import html, ofd, office, pdf, scans
from gold.compose import blank_form, compose, compose_2014
from gold.document import IDENTITY, Document
from gold.recipes import RECIPES, RECIPES_2014
from gold.report import Report

# What a file without a page round it does not tell.
UNDATED = tuple(key for key in IDENTITY if key != "published_on")


def _docx(report: Report) -> bytes:
    return office.saved(office.word(report))


def _revised(report: Report) -> bytes:
    """One figure of the first table was changed with changes tracked."""
    document = office.word(report)
    new = report.figures["disclosure.licensing.decisions"].text
    office.revise(document, "777", new)
    return office.saved(document)


def _mhtml(report: Report) -> bytes:
    """What Word saves as a web page in one file."""
    page = html.page(
        report, html.body_html(report, lambda t: html.table_html(t, html.word_cell)), "{}", "网站"
    )
    body = quopri.encodestring(page.encode()).replace(b"\n", b"\r\n")
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_NextPart_01"\r\n\r\n'
        "------=_NextPart_01\r\nContent-Location: file:///C:/report.htm\r\n"
        'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
    )
    return head.encode() + body + b"\r\n------=_NextPart_01--\r\n"


def _zip(report: Report, gbk_names: bool) -> bytes:
    """A package with a readme and the report; old Windows packers write names in GBK without saying so."""
    out = io.BytesIO()
    names = ("说明.txt", f"{report.year}年政府信息公开工作年度报告.docx")
    with zipfile.ZipFile(out, "w") as package:
        for name, data in zip(names, ("下载后请解压查看。".encode(), _docx(report)), strict=True):
            entry = zipfile.ZipInfo(name, office.STILL)
            if gbk_names:
                entry = zipfile.ZipInfo(name.encode("gbk").decode("cp437"), office.STILL)
            package.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _from_word(suffix: str, target: str) -> Callable[[Report], bytes]:
    return lambda report: office.convert(_docx(report), "docx", target or suffix)


def _word_pdf(report: Report, small: bool = False) -> bytes:
    return office.convert(office.saved(office.word(report, small=small)), "docx", "pdf")


def _page_pdf(report: Report) -> bytes:
    body = html.body_html(report, html.table_html)
    head = f"<head><meta charset='utf-8'><title>{report.title}</title></head>"
    page = f"<html>{head}<body><h2>{report.title}</h2>{body}</body></html>"
    return office.convert(page.encode(), "html", "pdf:writer_web_pdf_Export")


def _pages(report: Report, dpi: int) -> list[scans.Image.Image]:
    return scans.pictures(pdf.flowing(report), dpi)


def _picture_pdf(report: Report, angle: float) -> bytes:
    pages = [scans.scanned(p, f"{report.stem}{n}", angle) for n, p in enumerate(_pages(report, 200))]
    return scans.picture_pdf(pages, 200)


def _first_page(report: Report) -> bytes:
    return scans.jpeg(scans.scanned(_pages(report, 170)[0], report.stem, 0.3))


def tables_alone(report: Report) -> Report:
    """A picture of a table, as pages embed it: no title, no prose."""
    return replace(
        report, title="", parts=tuple(p for p in report.parts if not isinstance(p, str)), claims={}
    )


Case = tuple[str, str, Callable[[Report], bytes], tuple[str, ...]]
CASES: tuple[Case, ...] = (
    ("docx-2021", "docx", _docx, IDENTITY),
    ("docx-2019", "docx", _docx, IDENTITY),
    ("docx-split-runs-2021", "docx", lambda r: office.saved(office.word(r, split_runs=True)), IDENTITY),
    ("docx-revised-2021", "docx", _revised, IDENTITY),
    ("docx-wrong-total-2021", "docx", _docx, IDENTITY),
    ("docx-total-only-2021", "docx", _docx, IDENTITY),
    ("docx-hybrid-2021", "docx", _docx, IDENTITY),
    ("docx-by-libreoffice-2021", "docx", _from_word("docx", "docx:MS Word 2007 XML"), IDENTITY),
    ("xlsx-one-sheet-2021", "xlsx", office.sheet_xlsx, UNDATED),
    ("xlsx-sheets-2021", "xlsx", lambda r: office.sheet_xlsx(r, sheets=True), UNDATED),
    ("xlsx-text-2019", "xlsx", lambda r: office.sheet_xlsx(r, as_text=True), UNDATED),
    ("xls-2021", "xls", office.sheet_xls, UNDATED),
    ("xls-2019", "xls", office.sheet_xls, UNDATED),
    ("doc-2021", "doc", _from_word("doc", ""), IDENTITY),
    ("doc-2019", "doc", _from_word("doc", ""), IDENTITY),
    ("wps-2021", "wps", _from_word("doc", ""), IDENTITY),
    ("rtf-2021", "rtf", _from_word("rtf", ""), IDENTITY),
    ("pdf-word-2021", "pdf", _word_pdf, IDENTITY),
    ("pdf-word-2019", "pdf", _word_pdf, IDENTITY),
    ("pdf-word-small-2021", "pdf", lambda r: _word_pdf(r, small=True), IDENTITY),
    ("pdf-word-hybrid-2021", "pdf", _word_pdf, IDENTITY),
    ("pdf-word-total-only-2021", "pdf", _word_pdf, IDENTITY),
    ("pdf-page-2021", "pdf", _page_pdf, ("status", "year")),
    ("pdf-flowing-2021", "pdf", pdf.flowing, UNDATED),
    ("pdf-flowing-2019", "pdf", pdf.flowing, UNDATED),
    ("pdf-big-2021", "pdf", pdf.flowing, UNDATED),
    ("pdf-wrong-total-2021", "pdf", pdf.flowing, UNDATED),
    ("pdf-not-embedded-2021", "pdf", lambda r: pdf.flowing(r, "STSong-Light"), UNDATED),
    ("pdf-no-lines-2021", "pdf", lambda r: pdf.flowing(r, ruled=False), UNDATED),
    ("pdf-no-lines-2019", "pdf", lambda r: pdf.flowing(r, ruled=False), UNDATED),
    ("pdf-browser-2021", "pdf", pdf.browser, UNDATED),
    ("pdf-browser-2019", "pdf", pdf.browser, UNDATED),
    ("pdf-browser-dashes-2021", "pdf", pdf.browser, UNDATED),
    ("pdf-no-tables-2021", "pdf", pdf.flowing, UNDATED),
    ("ofd-2021", "ofd", ofd.write, UNDATED),
    ("ofd-2019", "ofd", ofd.write, UNDATED),
    ("ofd-signs-2021", "ofd", lambda r: ofd.write(r, one_sign_an_object=True), UNDATED),
    ("mhtml-2021", "mhtml", _mhtml, IDENTITY),
    ("zip-2021", "zip", lambda r: _zip(r, gbk_names=False), IDENTITY),
    ("zip-gbk-names-2019", "zip", lambda r: _zip(r, gbk_names=True), IDENTITY),
    ("scan-straight-2021", "scan", lambda r: scans.png(scans.stacked(_pages(r, 150))), UNDATED),
    ("scan-one-table-2021", "scan", _first_page, UNDATED),
    ("scan-applications-2021", "scan", lambda r: scans.png(_pages(r, 170)[0]), ()),
    ("pdf-scan-2021", "pdf-scan", lambda r: _picture_pdf(r, 0.3), UNDATED),
    ("pdf-scan-2019", "pdf-scan", lambda r: _picture_pdf(r, -0.5), UNDATED),
)  # fmt: skip
CASES_2014: tuple[Case, ...] = (
    ("docx-2014", "docx", _docx, IDENTITY),
    ("pdf-2014", "pdf", pdf.flowing, UNDATED),
    ("xls-2014", "xls", office.sheet_xls, UNDATED),
    ("ofd-2014", "ofd", ofd.write, UNDATED),
    ("pdf-scan-2014", "pdf-scan", lambda r: _picture_pdf(r, 0.2), UNDATED),
)
SUFFIXES = {
    "scan-straight-2021": "png",
    "scan-applications-2021": "png",
    "scan-one-table-2021": "jpg",
    "mhtml": "mht",
}


def documents(wanted: tuple[str, ...]) -> Iterator[Document]:
    """Every file with its report; only those that are wanted are written, for some take long."""
    for make, recipes, cases in ((compose, RECIPES, CASES), (compose_2014, RECIPES_2014, CASES_2014)):
        for stem, kind, write, asserted in cases:
            if not wanted or stem.startswith(wanted):
                report = make(recipes[stem])
                if stem == "scan-applications-2021":
                    report = tables_alone(report)
                suffix = SUFFIXES.get(stem) or SUFFIXES.get(kind) or kind.split("-")[0]
                yield Document(report, kind, f"{stem}.{suffix}", write(report), asserted)
    if not wanted or "docx-blank-2021".startswith(wanted):
        empty = blank_form("docx-blank-2021")
        yield Document(empty, "docx", "docx-blank-2021.docx", _docx(empty), ("year", "place"))
