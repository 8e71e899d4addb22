"""OFD files of generated reports, read cell by cell; text and lines placed in all the ways programs do it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import ofd_writer as w
import pytest
from generator.cases import judge
from generator.figures import make_report
from generator.grid import document

from extractors.document import Document, UnreadableError
from extractors.readers import ofd, read
from transforms.tables.read import read_tables

TEXTS = [w.per_run, w.run_lengths, w.no_offsets, w.per_character, w.scaled]


@pytest.mark.parametrize("where", ["page", "block", "template", "composite"])
@pytest.mark.parametrize("line", [w.stroke, w.bar])
@pytest.mark.parametrize("text", TEXTS)
def test_every_cell_of_a_report_over_several_pages_is_exact(
    text: Callable[[w.Run], str], line: Callable[..., str], where: str
) -> None:
    report = make_report(Random(f"{text.__name__} {line.__name__} {where}"))  # noqa: S311
    data = w.report_ofd(document(report), text, line, where)
    verdict = judge(report, read_tables(read(data), report.year))
    assert (verdict.silent, verdict.found, verdict.lost) == ((), (), ())
    assert verdict.right == len(report.truth)


def test_the_same_bytes_give_the_same_document() -> None:
    data = w.report_ofd(document(make_report(Random(3))))  # noqa: S311
    assert read(data) == read(data)


def lines(*objects: str, head: str = "", **more: object) -> list[str]:
    return [
        paragraph.text for paragraph in read(w.package([w.page_xml("".join(objects), head)])).paragraphs()
    ]


def text(text: str, y: float = 50, **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return w.text_object(20, y, text, None, given)


def test_the_title_is_that_of_the_document_information() -> None:
    document = read(w.package([w.page_xml(text("正文"))], title="某县2021年政府信息公开工作年度报告"))
    assert (document.title, document.media_type) == ("某县2021年政府信息公开工作年度报告", "application/ofd")


def test_invisible_text_is_not_printed() -> None:
    hidden = [text("12", 60, Visible="false"), text("13", 70, Alpha="0"), text("14", 80, Fill="false")]
    assert lines(text("见下"), *hidden) == ["见下"]


def test_text_beside_the_page_is_not_printed() -> None:
    assert lines(text("见下"), w.text_object(-500, 60, "12", None)) == ["见下"]


def test_a_character_printed_by_its_glyph_alone_is_unknown_and_not_blank() -> None:
    glyphs = (
        '<ofd:TextObject Boundary="20 60 50 5" Size="3"><ofd:CGTransform CodePosition="0" GlyphCount="2">'
        '<ofd:Glyphs>13 14</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="3">{}</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    assert lines(glyphs.format("")) == ["\ufffd"]
    assert lines(glyphs.format("\ue001\ue002")) == ["\ufffd\ufffd"]
    assert lines(glyphs.format("字号")) == ["字号"]


def test_indented_xml_adds_no_blanks_to_the_text() -> None:
    code = '<ofd:TextCode X="0" Y="3" DeltaX="3 3">\n      信息表\n   </ofd:TextCode>'
    assert lines(f'<ofd:TextObject Boundary="20 50 50 5" Size="3">{code}</ofd:TextObject>') == ["信息表"]


def test_a_second_text_code_goes_on_at_the_place_of_the_first_where_it_names_none() -> None:
    codes = '<ofd:TextCode X="0" Y="3">上</ofd:TextCode><ofd:TextCode Y="13">下</ofd:TextCode>'
    assert lines(f'<ofd:TextObject Boundary="20 50 50 5" Size="3">{codes}</ofd:TextObject>') == ["上", "下"]


def test_namespace_and_case_of_paths_may_differ_from_the_standard() -> None:
    data = w.container(
        {
            "OFD.xml": '<OFD xmlns="http://www.ofdspec.org"><DocBody><DocRoot>/doc_0/Document.xml</DocRoot></DocBody></OFD>',
            "Doc_0/Document.xml": '<Document><Pages><Page BaseLoc="Doc_0\\页\\1.xml"/></Pages></Document>',
            "Doc_0/页/1.xml": w.page_xml(text("正文")),
        }
    )
    assert [paragraph.text for paragraph in read(data).paragraphs()] == ["正文"]


def test_the_pages_of_all_documents_follow_each_other() -> None:
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {w.NS}>"
        + "".join(
            f"<ofd:DocBody><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>" for n in (0, 1)
        )
        + "</ofd:OFD>"
    }
    for n, word in enumerate(("正文", "附件")):
        page = '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'
        parts[f"Doc_{n}/Document.xml"] = f"<ofd:Document {w.NS}>{page}</ofd:Document>"
        parts[f"Doc_{n}/P.xml"] = w.page_xml(text(word))
    found = [(paragraph.text, paragraph.locator) for paragraph in read(w.container(parts)).paragraphs()]
    assert found == [("正文", "page 1 line 1"), ("附件", "page 2 line 1")]


def test_annotations_and_seals_are_left_out() -> None:
    drawn = f"<ofd:Annot><ofd:Appearance>{text('作废')}</ofd:Appearance></ofd:Annot>"
    annotation = f"<ofd:PageAnnot {w.NS}>{drawn}</ofd:PageAnnot>"
    data = w.package([w.page_xml(text("正文"))], more={"Doc_0/Annots/Page_0/Annotation.xml": annotation})
    assert [paragraph.text for paragraph in read(data).paragraphs()] == ["正文"]


def test_templates_that_name_each_other_are_drawn_once() -> None:
    listed = '<ofd:TemplatePage ID="1" BaseLoc="T1.xml"/><ofd:TemplatePage ID="2" BaseLoc="T2.xml"/>'
    more: dict[str, str | bytes] = {
        "Doc_0/T1.xml": w.page_xml(text("一", 60), '<ofd:Template TemplateID="2"/>'),
        "Doc_0/T2.xml": w.page_xml(text("二", 70), '<ofd:Template TemplateID="1"/>'),
    }
    page = w.page_xml(text("正文", 50), '<ofd:Template TemplateID="1"/>')
    document = read(w.package([page], common=listed, more=more))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["正文", "一", "二"]


SCAN = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
RES = (
    f'<ofd:Res {w.NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>a.png'
    "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
)


def scan(*objects: str) -> bytes:
    return w.package(
        [w.page_xml(SCAN + "".join(objects))],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        more={"Doc_0/DocumentRes.xml": RES, "Doc_0/Res/a.png": b"\x89PNG"},
    )


@pytest.mark.parametrize("objects", [(), (text("12", Alpha="0"),)])
def test_a_scan_is_a_matter_for_ocr_even_with_a_machine_reading_under_it(
    objects: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised = Document("application/ofd", ())
    monkeypatch.setattr(ofd, "read_images", lambda images, kind: {(b"\x89PNG",): recognised}[tuple(images)])
    assert read(scan(*objects)) is recognised


def test_a_scan_without_ocr_is_a_clear_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.readers.ocr.find_spec", lambda name: None)
    with pytest.raises(UnreadableError, match="OCR"):
        read(scan())


@pytest.mark.parametrize(
    ("over", "image", "unread"),
    [
        ("", SCAN, (2,)),
        (text("- 2 -", 280), SCAN, (2,)),
        ("", SCAN.replace('"5"', '"6"'), (2,)),
        ("".join(text("年报" * 4, y) for y in (50, 60, 70)), SCAN, ()),
        ("", SCAN.replace("210 297", "30 30"), ()),
    ],
    ids=["scan", "with its number", "image not there", "with text", "seal"],
)
def test_pages_that_are_pictures_among_pages_of_text_are_named(
    over: str, image: str, unread: tuple[int, ...]
) -> None:
    data = w.package(
        [w.page_xml(text("正文")), w.page_xml(image + over)],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        more={"Doc_0/DocumentRes.xml": RES, "Doc_0/Res/a.png": b"\x89PNG"},
    )
    document = read(data)
    assert next(document.paragraphs()).text == "正文"
    assert document.unread_pages == unread


def test_a_template_drawn_on_every_page_is_no_bomb() -> None:
    listed = '<ofd:TemplatePage ID="1" BaseLoc="T1.xml"/>'
    page = w.page_xml("", '<ofd:Template TemplateID="1"/>')
    more: dict[str, str | bytes] = {"Doc_0/T1.xml": w.page_xml(text("1" * 50_000))}
    with pytest.raises(UnreadableError, match="objects and characters"):
        read(w.package([page] * 200, common=listed, more=more))


def area(box: str) -> str:
    return f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (w.container({"OFD.xml": "<OFD/>"}), "no text"),
        (w.container({"OFD.xml": "<OFD/>", "Encryptions.xml": "<e/>"}), "encrypted"),
        (w.container({"OFD.xml": "<OFD><DocBody><DocRoot>x.xml</DocRoot></DocBody></OFD>"}), "x.xml"),
        (w.container({"OFD.xml": "<!DOCTYPE a [<!ENTITY b 'x'>]><OFD>&b;</OFD>"}), "document type"),
        (w.container({"OFD.xml": "<OFD>"}), "no well-formed XML"),
        (w.package([w.page_xml(text("1"))[:-20]]), "no well-formed XML"),
        (w.package([w.page_xml(w.text_object(20, 50, "12", "nan"))]), "no place on a page"),
        (w.package([w.page_xml(w.text_object(20, 50, "12", "1e300"))]), "no place on a page"),
        (w.package([w.page_xml(text("1", CTM="1 0 0"))]), "should hold 6 numbers"),
        (w.package([w.page_xml("<ofd:PageBlock>" * 100 + "</ofd:PageBlock>" * 100)]), "nested"),
        (w.package([w.page_xml(text("1" * 70_000))]), "more marks"),
        (
            w.package([w.page_xml(text("1") + w.stroke((0, 0, 9, 9)).replace("L", "K"))]),
            "PathObject: 'K 9 9'",
        ),
        (w.package([w.page_xml(text("1"), area("0 0 210"))]), "page area that is none"),
        (w.package([w.page_xml(text("1"), area("0 0 210 0"))]), "page area of no size: 210 by 0 mm"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read(data)


def test_a_composite_that_draws_itself_ends() -> None:
    inner = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="1"/>'
    res = (
        f'<ofd:Res {w.NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="1">'
        f"<ofd:Content>{inner * 9}</ofd:Content>"
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    data = w.package(
        [w.page_xml(inner)],
        common="<ofd:PublicRes>R.xml</ofd:PublicRes>",
        more={"Doc_0/R.xml": res},
    )
    with pytest.raises(UnreadableError, match="nested"):
        read(data)
