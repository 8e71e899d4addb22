"""The body of a report page: headings, prose and the three tables in the report's layout."""

from __future__ import annotations

from html import escape

from flows.demo.data import Report
from flows.demo.grids import applications_grid, disclosure_grid, disputes_grid, misfit_grid
from flows.demo.layouts import LAYOUTS
from flows.demo.prose import sentences, texts


def report_body(report: Report) -> str:
    """The whole report as HTML, the label `演示数据` included."""
    headings = texts()["headings"]
    tables = _tables(report)
    parts = [f'<p style="text-align:center"><strong>{escape(report.title)}</strong></p>']
    parts += [_paragraph(sentence) for sentence in sentences(report, "preamble")]
    parts += [_paragraph(headings["overview"]), _paragraph("".join(sentences(report, "overview")))]
    for section in ("disclosure", "applications", "disputes"):
        parts += [_paragraph(_heading(report, section)), tables[section]]
    for section in ("problems", "others"):
        parts += [_paragraph(headings[section]), _paragraph("".join(sentences(report, section)))]
    return "\n".join([*parts, disclaimer("real" if report.real else "invented")])


def disclaimer(kind: str) -> str:
    """The line that says what is made up: `real`, `invented` or `page`."""
    return f'<p class="demo-note">{texts()["disclaimer"][kind]}</p>'


def _heading(report: Report, section: str) -> str:
    heading = texts()["headings"][section]
    return heading if isinstance(heading, str) else str(heading[report.applications_form])


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def _tables(report: Report) -> dict[str, str]:
    if not report.tables:
        return {"disclosure": "", "applications": "", "disputes": ""}
    layout = LAYOUTS[report.layout]
    disclosure = misfit_grid if report.layout == "misfit" else disclosure_grid
    return {
        "disclosure": layout(disclosure(report)),
        "applications": layout(applications_grid(report)),
        "disputes": layout(disputes_grid(report)),
    }
