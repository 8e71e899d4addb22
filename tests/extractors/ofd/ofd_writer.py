"""OFD files made from the generator's reports: ruled tables over pages, text placed in several ways."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape

from generator.grid import Part, Slot

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 3.0
LINE = 3.8
LEFT, TOP, BOTTOM, WIDTH = 20.0, 20.0, 277.0, 170.0
Run = tuple[float, float, str]


@dataclass
class Sheet:
    """One page: runs of text (left, baseline, characters) and lines (x0, y0, x1, y1), in millimetres."""

    runs: list[Run] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)


def advance(char: str) -> float:
    return SIZE if unicodedata.east_asian_width(char) in "WFA" else SIZE / 2


def wrap(text: str, width: float) -> list[str]:
    lines, used = [""], 0.0
    for char in text:
        if char == "\n" or used + advance(char) > width:
            lines.append("")
            used = 0.0
        if char != "\n":
            lines[-1] += char
            used += advance(char)
    return lines


def lines_of(slot: Slot, width: float) -> list[str]:
    """A cell's lines; a figure is never broken, a wide one that does not fit is printed narrow."""
    if slot.role != "value":
        return wrap(slot.text, width)
    fits = len(wrap(slot.text, width)) == 1
    return [slot.text if fits else unicodedata.normalize("NFKC", slot.text)]


def lay_out(parts: Iterable[Part]) -> list[Sheet]:
    """Paragraphs and tables down the pages; tables are cut between rows."""
    sheets, y = [Sheet()], TOP
    for part in parts:
        for paragraph in part.lines:
            for line in wrap(paragraph, WIDTH):
                if y + LINE > BOTTOM:
                    sheets, y = [*sheets, Sheet()], TOP
                sheets[-1].runs.append((LEFT, y + SIZE, line))
                y += LINE
            y += 2.0
        if part.rows:
            y = _table(sheets, part.rows, y) + 4.0
    return sheets


def _table(sheets: list[Sheet], rows: list[list[Slot]], y: float) -> float:
    cells = _placed(rows)
    count = max(column + slot.cs for _, column, slot in cells)
    unit = WIDTH / count
    heights = [0.0] * len(rows)
    for row, _, slot in sorted(cells, key=lambda cell: cell[2].rs):
        need = len(lines_of(slot, slot.cs * unit - 1.0)) * LINE + 1.6
        last = row + slot.rs - 1
        heights[last] += max(need - sum(heights[row : last + 1]), 0.0)
    start = len(sheets) - 1
    tops: list[tuple[int, float]] = []
    for height in heights:
        if y + height > BOTTOM:
            sheets.append(Sheet())
            y = TOP
        tops.append((len(sheets) - 1, y))
        y += height
    for row, column, slot in cells:
        lines = lines_of(slot, slot.cs * unit - 1.0)
        for page in range(start, len(sheets)):
            spanned = [at for at in range(row, row + slot.rs) if tops[at][0] == page]
            if not spanned:
                continue
            top, bottom = tops[spanned[0]][1], tops[spanned[-1]][1] + heights[spanned[-1]]
            x0, x1 = LEFT + column * unit, LEFT + (column + slot.cs) * unit
            sheets[page].lines += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
            sheets[page].lines += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
            fits = int((bottom - top - 1.0) // LINE)
            for place, line in enumerate(lines[:fits]):
                slack = x1 - x0 - sum(map(advance, line))
                sheets[page].runs.append((x0 + slack / 2, top + 0.8 + SIZE + place * LINE, line))
            lines = lines[fits:]
    return y


def _placed(rows: list[list[Slot]]) -> list[tuple[int, int, Slot]]:
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, slots in enumerate(rows):
        column = 0
        for slot in slots:
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(slot.rs) for c in range(slot.cs)}
            cells.append((row, column, slot))
            column += slot.cs
    return cells


def _deltas(text: str) -> str:
    return " ".join(f"{advance(char):g}" for char in text[:-1])


def _runs(text: str) -> str:
    """Offsets as `g n d` groups."""
    steps, groups = [advance(char) for char in text[:-1]], list[str]()
    while steps:
        same = next((at for at, step in enumerate(steps) if step != steps[0]), len(steps))
        groups.append(f"g {same} {steps[0]:g}" if same > 1 else f"{steps[0]:g}")
        steps = steps[same:]
    return " ".join(groups)


def text_object(x: float, y: float, text: str, deltas: str | None, ctm: str = "", size: float = SIZE) -> str:
    offsets = f' DeltaX="{deltas}"' if deltas else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x:g} {y - SIZE:g} 170 5" Font="3" Size="{size:g}"{ctm}>'
        f'<ofd:TextCode X="0" Y="{size:g}"{offsets}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def per_run(run: Run) -> str:
    x, y, text = run
    return text_object(x, y, text, _deltas(text))


def run_lengths(run: Run) -> str:
    x, y, text = run
    return text_object(x, y, text, _runs(text))


def no_offsets(run: Run) -> str:
    x, y, text = run
    return text_object(x, y, text, None)


def per_character(run: Run) -> str:
    x, y, text = run
    objects = []
    for char in text:
        objects.append(text_object(x, y, char, None))
        x += advance(char)
    return "".join(objects)


def scaled(run: Run) -> str:
    """Text of size 1 in a space three times as large."""
    x, y, text = run
    steps = " ".join(f"{advance(char) / SIZE:g}" for char in text[:-1])
    return text_object(x, y, text, steps, f' CTM="{SIZE} 0 0 {SIZE} 0 0"', 1.0)


def stroke(line: tuple[float, float, float, float]) -> str:
    x0, y0, x1, y1 = line
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g} </ofd:AbbreviatedData></ofd:PathObject>"
    )


def bar(line: tuple[float, float, float, float]) -> str:
    """A line as a filled rectangle."""
    x0, y0, x1, y1 = line
    w, h = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0:g} {y0:g} {w:g} {h:g}" Stroke="false" Fill="true">'
        f"<ofd:AbbreviatedData>M 0 0 L {w:g} 0 L {w:g} {h:g} L 0 {h:g} C</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def page_xml(body: str, head: str = "") -> str:
    return f'<ofd:Page {NS}>{head}<ofd:Content><ofd:Layer ID="1">{body}</ofd:Layer></ofd:Content></ofd:Page>'


def container(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    return out.getvalue()


def package(
    pages: list[str], title: str = "", common: str = "", more: dict[str, str | bytes] | None = None
) -> bytes:
    """An OFD file of page parts; `common` goes into CommonData, `more` are further parts."""
    listed = "".join(
        f'<ofd:Page ID="{100 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages))
    )
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>{title}'
        f"</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    parts |= {f"Doc_0/Pages/Page_{at}/Content.xml": page for at, page in enumerate(pages)}
    return container(parts | (more or {}))


def report_ofd(
    parts: list[Part],
    text: Callable[[Run], str] = per_run,
    line: Callable[..., str] = stroke,
    where: str = "page",
) -> bytes:
    """The report as OFD; `where` puts its lines on the page, in a nested block, a template or a composite."""
    sheets = lay_out(parts)
    texts = ["".join(text(run) for run in sheet.runs if run[2]) for sheet in sheets]
    lines = ["".join(line(each) for each in sheet.lines) for sheet in sheets]
    if where == "page":
        return package([page_xml(a + b) for a, b in zip(lines, texts, strict=True)])
    if where == "block":
        return package(
            [
                page_xml(f"<ofd:PageBlock>{a}<ofd:PageBlock>{b}</ofd:PageBlock></ofd:PageBlock>")
                for a, b in zip(lines, texts, strict=True)
            ]
        )
    if where == "template":
        listed = "".join(f'<ofd:TemplatePage ID="{at}" BaseLoc="Tpls/{at}.xml"/>' for at in range(len(lines)))
        heads = [f'<ofd:Template TemplateID="{at}" ZOrder="Background"/>' for at in range(len(lines))]
        more: dict[str, str | bytes] = {
            f"Doc_0/Tpls/{at}.xml": page_xml(body) for at, body in enumerate(lines)
        }
        return package([page_xml(b, h) for b, h in zip(texts, heads, strict=True)], common=listed, more=more)
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{at}" Width="105" Height="148.5"><ofd:Content>{body}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for at, body in enumerate(a + b for a, b in zip(lines, texts, strict=True))
    )
    res = f"<ofd:Res {NS}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    bodies = [
        f'<ofd:CompositeObject ID="7" Boundary="0 0 210 297" ResourceID="{at}"/>' for at in range(len(lines))
    ]
    return package(
        [page_xml(body) for body in bodies],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        more={"Doc_0/DocumentRes.xml": res},
    )
