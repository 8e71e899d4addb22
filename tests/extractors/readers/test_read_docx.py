"""Word documents: what is printed, and nothing else."""

# ruff: noqa: E501, ISC004
from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Paragraph, UnreadableError
from extractors.packages import Budget
from extractors.readers import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def package(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def relations(**targets: str) -> str:
    links = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'


def word(body: str, **others: str | bytes) -> bytes:
    """A docx with this body; `styles`, `numbering` and `aFChunk` are other parts' contents."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in others}),
    }
    for kind, content in others.items():
        wrapped = f"<w:{kind} {_NAMES}>{content}</w:{kind}>" if isinstance(content, str) else content
        parts[f"word/{kind}.xml"] = wrapped
    return package(parts)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if '<' in inner else paragraph(inner)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


RUN = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"


def lines(body: str, **others: str | bytes) -> list[str]:
    return [b.text for b in read(word(body, **others)).blocks if isinstance(b, Paragraph)]


def cells(*rows: str) -> list[list[tuple[str, int, int, int]]]:
    (found,) = read(word(table(*rows))).tables()
    return [[(c.text, c.column, c.rowspan, c.colspan) for c in row] for row in found.rows]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>1</w:t></w:r><w:r><w:t>2</w:t></w:r>", "12"),
        ("<w:del><w:r><w:t>9</w:t></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins>", "12"),
        ("<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>1</w:t></w:r></w:moveTo>", "1"),
        (RUN.format("<w:vanish/>", "9") + RUN.format('<w:vanish w:val="0"/>', "12"), "12"),
        (RUN.format("<w:strike/>", "9") + RUN.format("", "12"), "9\u0336 12"),
        (RUN.format("<w:strike/>", "12"), "1\u03362\u0336"),
        (RUN.format("", "12") + RUN.format('<w:position w:val="12"/>', "3"), "12 3"),
        (RUN.format("", "12") + RUN.format('<w:vertAlign w:val="superscript"/>', "3"), "12 3"),
        (RUN.format('<w:vertAlign w:val="superscript"/>', "3"), "3\u0336"),
        (RUN.format("", "12") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "12"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>12</w:t></w:r></w:sdtContent></w:sdt>", "12"),
        ('<w:fldSimple w:instr="=SUM(ABOVE)"><w:r><w:t>12</w:t></w:r></w:fldSimple>', "12"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>=1+11</w:instrText><w:t>7</w:t>'
            '<w:fldChar w:fldCharType="separate"/><w:t>12</w:t><w:fldChar w:fldCharType="end"/></w:r>',
            "12",
        ),
        ('<w:r><w:noBreakHyphen/><w:t>8</w:t></w:r>', "-8"),
        ('<w:r><w:sym w:font="Symbol" w:char="F031"/></w:r>', "1"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "\uf0fc"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>9</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>12</w:t></w:r></w:rubyBase></w:ruby></w:r>", "12"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>", "1 2"),
        (
            "<w:r><mc:AlternateContent><mc:Choice><w:t>12</w:t></mc:Choice>"
            "<mc:Fallback><w:t>12</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "12",
        ),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_is_printed(inner: str, text: str) -> None:
    assert lines(f"<w:p>{inner}</w:p>") == [text]


def test_a_break_is_a_new_line_in_and_out_of_cells() -> None:
    broken = "<w:p><w:r><w:t>结果</w:t><w:br/><w:t>维持</w:t></w:r></w:p>"
    assert lines(broken) == ["结果", "维持"]
    assert cells(cell(broken))[0][0][0] == "结果\n维持"


def test_several_tabs_set_off_columns() -> None:
    runs = "<w:r><w:t>规章</w:t><w:tab/><w:t>1</w:t><w:tab/><w:tab/><w:t>3</w:t></w:r>"
    assert lines(f"<w:p>{runs}</w:p>") == ["规章\t1\t\t3"]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>标题</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ["正文", "标题"]


def test_merged_cells_become_spans() -> None:
    start, go_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    found = cells(
        cell("（三）", start) + cell("1.", "") + cell("5"),
        cell("不印", go_on) + cell("2.") + cell("6"),
        cell("总计", wide) + cell("11"),
    )
    assert found == [
        [("（三）", 1, 2, 1), ("1.", 2, 1, 1), ("5", 3, 1, 1)],
        [("2.", 2, 1, 1), ("6", 3, 1, 1)],
        [("总计", 1, 1, 2), ("11", 3, 1, 1)],
    ]


def test_a_merge_that_continues_nothing_keeps_its_figure() -> None:
    assert cells(cell("7", "<w:vMerge/>"))[0] == [("7", 1, 1, 1)]
    wide = '<w:gridSpan w:val="2"/><w:vMerge/>'
    assert cells(cell("1", '<w:vMerge w:val="restart"/>') + cell("2"), cell("3", wide))[1] == [("3", 1, 1, 2)]


def test_deleted_and_hidden_rows_are_not_there() -> None:
    deleted = "<w:trPr><w:del/></w:trPr>" + cell("9")
    hidden = "<w:trPr><w:hidden/></w:trPr>" + cell("8")
    assert len(cells(deleted, hidden, cell("1"))) == 1


def test_a_table_of_tables_is_page_layout() -> None:
    document = read(word(table(cell(paragraph("标题") + table(cell("规章") + cell("3"))))))
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table"]


NUMBERS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%2."/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
)


def numbered(text: str, level: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>')


def test_automatic_numbers_are_printed_and_start_again_below_each_heading() -> None:
    body = (
        numbered("总体情况", 0)
        + numbered("甲", 1)
        + numbered("乙", 1)
        + numbered("问题", 0)
        + numbered("丙", 1)
    )
    assert lines(body, numbering=NUMBERS) == ["一、总体情况", "1.甲", "2.乙", "二、问题", "1.丙"]


def test_an_automatic_number_never_joins_a_figure() -> None:
    assert lines(numbered("0", 1), numbering=NUMBERS) == ["1. 0"]


def test_lists_in_a_circle_end() -> None:
    styles = '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    numbers = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="b"/></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    body = paragraph("正文", '<w:pStyle w:val="a"/>')
    assert lines(body, styles=styles, numbering=numbers) == ["正文"]


def test_a_style_hides_text() -> None:
    styles = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = RUN.format('<w:rStyle w:val="h"/>', "9")
    assert lines(f"<w:p>{RUN.format('', '1')}{hidden}</w:p>", styles=styles) == ["1"]


def test_strict_documents_are_read() -> None:
    names = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    body = f"<w:document {names}><w:body>{paragraph('年报')}</w:body></w:document>"
    data = package({"_rels/.rels": relations(officeDocument="word/document.xml"), "word/document.xml": body})
    assert W not in body
    assert [block.text for block in read(data).paragraphs()] == ["年报"]


def test_a_document_put_in_whole_is_read_in_its_place() -> None:
    inner = b"<html><body><table><tr><td>1</td></tr></table></body></html>"
    body = table(cell("0")) + '<w:altChunk r:id="aFChunk"/>' + paragraph("后")
    document = read(word(body, aFChunk=inner))
    assert [cell_.locator for found in document.tables() for row in found.rows for cell_ in row] == [
        "table 1 row 1 column 1",
        "table 2 row 1 column 1",
    ]


def outcome(data: bytes) -> str:
    try:
        return read(data).media_type
    except UnreadableError as error:
        return str(error)


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 100_000,
        "<w:tbl><w:tr><w:tc>" * 100_000 + "</w:tc></w:tr></w:tbl>" * 100_000,
        table(cell("1", '<w:gridSpan w:val="1000000000"/>') * 50),
        '<w:altChunk r:id="none"/>',
        "<!-- -->",
    ],
)
def test_hostile_mark_up_gives_a_document_or_one_sentence(body: str) -> None:
    assert outcome(word(body))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_damaged_bytes_give_a_document_or_one_sentence(place: int, put: bytes) -> None:
    data = word(table(cell("规章") + cell("3")), numbering=NUMBERS)
    place %= len(data)
    for damaged in (data[:place], data[:place] + put + data[place + len(put) :]):
        assert outcome(damaged)


def test_damaged_styles_are_not_taken_for_none() -> None:
    with pytest.raises(UnreadableError, match=r"word/styles\.xml is no well-formed XML"):
        read(word(paragraph("年报"), styles=b"<w:styles"))


def test_a_document_put_in_by_a_relation_that_is_not_there_is_named() -> None:
    with pytest.raises(UnreadableError, match="by the relation rId9, which is not there"):
        read(word('<w:altChunk r:id="rId9"/>'))


def test_documents_within_each_other_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = word(paragraph("年" * 900))
    outer = word('<w:altChunk r:id="aFChunk"/>', aFChunk=inner)
    assert len(lines('<w:altChunk r:id="aFChunk"/>', aFChunk=inner)) == 1
    monkeypatch.setattr(Budget.__init__, "__defaults__", (len(inner) + 4000,))
    assert len(list(read(inner).paragraphs())) == 1
    with pytest.raises(UnreadableError, match="unpacks to more"):
        read(outer)


def test_a_cell_with_a_picture_alone_is_not_blank() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    picture = f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}"/></w:drawing></w:r></w:p>'
    seal = f'<w:p><w:r><w:drawing><wp:anchor xmlns:wp="{drawing}"/></w:drawing></w:r></w:p>'
    assert [text for text, *_ in cells(cell("规章") + cell(picture) + cell(seal))[0]] == [
        "规章",
        "\ufffd",
        "",
    ]


def _cell(
    properties: str, paragraph_properties: str = "", cell_properties: str = "", styles: str = ""
) -> str:
    """The text of a cell of two runs, 1 and 7, of which the second has these properties."""
    cell = (
        f"<w:tc><w:tcPr>{cell_properties}</w:tcPr><w:p><w:pPr>{paragraph_properties}</w:pPr>"
        f"<w:r><w:t>1</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>7</w:t></w:r></w:p></w:tc>"
    )
    [table] = read(word(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", styles=styles)).tables()
    return table.rows[0][0].text


@pytest.mark.parametrize(
    "properties",
    [
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>',
        '<w:sz w:val="2"/>',
        '<w:w w:val="1"/>',
        '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
    ],
)
def test_what_may_not_be_seen_is_no_figure(properties: str) -> None:
    assert _cell(properties) == "1 7\u0336"
    style = f'<w:style w:type="character" w:styleId="X"><w:rPr>{properties}</w:rPr></w:style>'
    assert _cell('<w:rStyle w:val="X"/>', styles=style) == "1 7\u0336"


def test_white_on_a_shade_is_seen() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    shade = '<w:shd w:val="clear" w:fill="1F4E79"/>'
    assert _cell(white + shade) == _cell(white, shade) == _cell(white, "", shade) == "17"


def test_white_words_of_a_cover_stand_on_a_picture() -> None:
    run = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>2021年</w:t></w:r>'
    assert next(read(word(f"<w:p>{run}</w:p>")).paragraphs()).text == "2021年"


def test_small_print_beside_a_number_stands_apart() -> None:
    assert _cell('<w:sz w:val="12"/>') == "1 7"
    assert _cell('<w:sz w:val="21"/>') == "17"


def test_a_sign_drawn_by_the_code_of_a_field_is_there_and_not_known() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> EQ \\o\\ac(○,2)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert next(read(word(f"<w:p>{field}</w:p>")).paragraphs()).text == "\ufffd"


def test_a_row_of_no_height_is_not_shown() -> None:
    rows = "".join(
        f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        f"<w:tc><w:p><w:r><w:t>{height}</w:t></w:r></w:p></w:tc></w:tr>"
        for height in (1, 400)
    )
    [table] = read(word(f"<w:tbl>{rows}</w:tbl>")).tables()
    assert [row[0].text for row in table.rows] == ["400"]


@pytest.mark.parametrize(("behind", "kept"), [(2, 2), (3, 0), (40, 0)])
def test_many_columns_behind_the_last_text_are_left_over_from_a_title(behind: int, kept: int) -> None:
    blank = "<w:tc><w:p/></w:tc>" * behind
    title = f'<w:tc><w:tcPr><w:gridSpan w:val="{2 + behind}"/></w:tcPr>{paragraph("年报")}</w:tc>'
    cells = f"<w:tc>{paragraph('规章')}</w:tc><w:tc>{paragraph('1')}</w:tc>{blank}"
    [table] = read(word(f"<w:tbl><w:tr>{title}</w:tr><w:tr>{cells}</w:tr></w:tbl>")).tables()
    assert [cell.text for cell in table.rows[1]] == ["规章", "1"] + [""] * kept


def test_a_link_to_a_note_and_a_list_to_choose_from_are_no_digits() -> None:
    note = '<w:hyperlink w:anchor="_ftn1"><w:r><w:t>2</w:t></w:r></w:hyperlink>'
    chosen = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    cells = [f"<w:p><w:r><w:t>1</w:t></w:r>{note}</w:p>", f"<w:p>{chosen}</w:p>"]
    [found] = read(word(table(cell("规章") + "".join(map(cell, cells))))).tables()
    assert [one.text for one in found.rows[0]] == ["规章", "1 2", "\ufffd"]
