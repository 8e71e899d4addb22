"""One page through pdfminer's interpreter, with the clip and the transparency that it leaves out."""

from __future__ import annotations

from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import apply_matrix_pt

from extractors.pdf.content import Content, DamagedPageError
from extractors.pdf.geometry import Matrix, bounds
from extractors.pdf.marks import Device, Paint
from extractors.pdf.overlaid import with_struck, without_covered
from extractors.pdf.streams import check_stream


def page_content(resources: PDFResourceManager, page: PDFPage) -> Content:
    """Interpret one page; raises DamagedPageError."""
    device = Device(resources)
    _Interpreter(resources, device).process_page(page)
    without_covered(device.content, device.covers)
    with_struck(device.content)
    return device.content


class _Interpreter(PDFPageInterpreter):
    """Keeps the clip, which pdfminer leaves out; a part that is not there is no blank page."""

    device: Device

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self.paints: list[Paint] = []

    def do_q(self) -> None:
        super().do_q()
        self.paints.append(self.device.paint)

    def do_Q(self) -> None:  # noqa: N802 - named after the operator
        super().do_Q()
        if self.paints:
            self.device.paint = self.paints.pop()

    def do_W(self) -> None:  # noqa: N802
        points = [apply_matrix_pt(self.ctm, part[-2:]) for part in self.curpath if len(part) > 2]
        if points:
            self.device.narrow(bounds(points))

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_gs(self, name: Any) -> None:
        states = resolve1(self.resources.get("ExtGState")) if self.resources else None
        state = resolve1(states.get(literal_name(name))) if isinstance(states, dict) else None
        if isinstance(state, dict):
            self.device.set_transparency(resolve1(state.get("ca")), resolve1(state.get("BM")))

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        part = self.xobjmap.get(xobjid_arg.name)
        form = resolve1(part)
        if part is not None and form is None:
            raise DamagedPageError("lacks a part of its content")
        if isinstance(form, PDFStream) and literal_name(form.get("Subtype")) == "Form":
            check_stream(form)
        super().do_Do(xobjid_arg)
        self.device.set_ctm(self.ctm)
