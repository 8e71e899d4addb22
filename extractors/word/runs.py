"""A paragraph's printed text: runs in order, without what is hidden, deleted or code of a field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.blocks import struck
from extractors.word.look import Look, is_on_white
from extractors.word.names import MC, M, W, branch
from extractors.word.styles import Style, Styles

# What stands in a paragraph's mark-up but is not printed in its place.
_LEFT_OUT = frozenset(
    W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "delText", "rt", "pgNum")
)
_BREAKS = frozenset({W + "br", W + "cr"})
_FIXED = {W + "noBreakHyphen": "-", W + "tab": "\t", W + "ptab": "\t"}
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
# What a field draws by its code alone cannot be told.
_DRAWN_BY_CODE = "\ufffd"
# Symbol fonts put their characters here; in the font Symbol the digits and letters keep their places.
_PRIVATE = range(0xF020, 0xF100)


@dataclass(slots=True)
class Printed:
    """`lines` of a paragraph, tabs kept; `linked` where all of it is a link; text `boxes` it anchors."""

    lines: list[str] = field(default_factory=list)
    linked: bool = True
    boxes: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """The line being read. Text of another kind (struck, raised) never touches what stands beside it.

    A line of nothing but superscripts is the mark of a note, and no figure.
    """

    printed: Printed
    text: str = ""
    apart: bool = False
    script: bool = True

    def add(self, text: str, apart: bool, linked: bool, script: bool = False) -> None:
        if self.text and apart != self.apart:
            self.text += " "
        self.text += text
        self.apart = apart
        if text.strip():
            self.printed.linked &= linked
            self.script &= script

    def end(self) -> None:
        self.printed.lines.append(struck(self.text) if self.script else self.text)
        self.text, self.script = "", True


@dataclass(slots=True)
class _Field:
    """An open field: its code so far, and whether its result has begun."""

    code: str = ""
    shown: bool = False


def read_paragraph(paragraph: etree._Element, styles: Styles, style: Style) -> Printed:
    """Read a w:p. The number of an automatic list is not part of it."""
    printed = Printed()
    line = _Line(printed)
    fields: list[_Field] = []
    stack = [(child, False) for child in reversed(paragraph)]
    while stack:
        element, linked = stack.pop()
        if element.tag in _LEFT_OUT:
            continue
        if element.tag == W + "r":
            _read_run(element, styles, style, line, fields, linked)
        elif element.tag == M + "oMath":
            line.add(_formula(element), apart=False, linked=linked)
        elif element.tag == MC + "AlternateContent":
            chosen = branch(element)
            stack.extend((child, linked) for child in reversed(chosen if chosen is not None else ()))
        elif element.tag in _DRAWN:
            printed.boxes.extend(_text_boxes(element))
        else:
            if element.get(W + "anchor"):
                # A link to a note or a mark: no digit of the number before it.
                line.add(" ", line.apart, linked)
            stack.extend((child, linked or element.tag == W + "hyperlink") for child in reversed(element))
    line.end()
    return printed


def _read_run(
    run: etree._Element, styles: Styles, style: Style, line: _Line, fields: list[_Field], linked: bool
) -> None:
    look = styles.look(run.find(W + "rPr"), style)
    # A note whose mark is typed by hand has it in the same run.
    mark = run.find(W + "footnoteReference") is not None or run.find(W + "endnoteReference") is not None
    unsure = _is_unsure(look, run)
    apart = bool(unsure or look.raised or look.small) or mark
    for element in _parts(run):
        if element.tag in _DRAWN:
            line.printed.boxes.extend(_text_boxes(element))
        elif element.tag == W + "fldChar":
            if _step(fields, element.get(W + "fldCharType")) and not look.hidden:
                line.add(_DRAWN_BY_CODE, apart, linked)
        elif element.tag == W + "instrText" and fields:
            fields[-1].code += element.text or ""
        elif look.hidden or not all(field.shown for field in fields):
            continue
        elif element.tag in _BREAKS:
            line.end()
        elif text := _text(element):
            line.add(struck(text) if unsure else text, apart, linked, script=bool(look.script))


def _parts(run: etree._Element) -> Iterator[etree._Element]:
    """The children of a run; of alternatives one branch, of ruby text its base."""
    stack = list(reversed(run))
    while stack:
        element = stack.pop()
        if element.tag in _LEFT_OUT:
            continue
        if element.tag == MC + "AlternateContent":
            chosen = branch(element)
            stack.extend(reversed(chosen if chosen is not None else ()))
        elif element.tag == W + "ruby":
            stack.extend(reversed([part for run_ in element.iterfind(f"{W}rubyBase/{W}r") for part in run_]))
        else:
            yield element


def _is_unsure(look: Look, run: etree._Element) -> bool:
    """Whether a run may not be seen as it is written: its figures are none."""
    white = look.white and not look.shaded and is_on_white(run)
    return bool(look.struck or look.tiny or look.squeezed or look.signs or white)


def _step(fields: list[_Field], kind: str | None) -> bool:
    """Whether a field ends here that draws signs by its code alone: a digit in a circle, what is chosen."""
    if kind == "begin":
        fields.append(_Field())
    elif fields and kind == "separate":
        fields[-1].shown = True
    elif fields and kind == "end":
        ended = fields.pop()
        return not ended.shown and ended.code.upper().split()[:1] in (["EQ"], ["FORMDROPDOWN"])
    return False


def _text(element: etree._Element) -> str:
    if element.tag == W + "t":
        return element.text or ""
    if element.tag == W + "sym":
        return _symbol(element.get(W + "char", ""), element.get(W + "font", ""))
    return _FIXED.get(str(element.tag), "")


def _symbol(code: str, font: str) -> str:
    """A character of a symbol font; one that cannot be told stays, so that its cell is not blank."""
    try:
        point = int(code, 16)
    except ValueError:
        return "\ufffd"
    if point in _PRIVATE and font.lower() == "symbol":
        point -= 0xF000
    return chr(point) if 0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000 else "\ufffd"


def _formula(formula: etree._Element) -> str:
    """Runs of a formula as one; of fractions and powers the parts stand apart."""
    runs = [text.text or "" for text in formula.iter(M + "t")]
    simple = all(child.tag == M + "r" for child in formula)
    return "".join(runs) if simple else f" {' '.join(runs)} "


def _text_boxes(drawn: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes in a drawing, none of them twice."""
    stack = [drawn]
    while stack:
        element = stack.pop()
        if element.tag == W + "txbxContent":
            yield element
        elif element.tag == MC + "AlternateContent":
            chosen = branch(element)
            stack.extend([chosen] if chosen is not None else [])
        else:
            stack.extend(reversed(element))
