"""The layouts by name: how a document of parts becomes bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from generator import arrangements, html, lists, text, variants
from generator.grid import Part
from generator.statistics import another_column

Prepare = Callable[[list[Part], Random], None]
Render = Callable[[list[Part], Random], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """`prepare` changes the grids, `render` prints them; `flat` tells text from HTML.

    `form` is the form of its reports, null for those of 2019 and 2021.
    """

    render: Render
    prepare: Prepare = variants.plain
    flat: bool = False
    form: str | None = None


def _flat(row: text.Writer, blank_lines: bool = False) -> Layout:
    return Layout(partial(text.write, row=row, blank_lines=blank_lines), flat=True)


def _page(prepare: Prepare = variants.plain, dress: html.Dress = html.bare, th: bool = False) -> Layout:
    return Layout(partial(html.page, dress=dress, th=th), prepare)


def _tabs(prepare: Prepare, form: str | None = None) -> Layout:
    return Layout(partial(text.write, row=text.by_tabs), prepare, flat=True, form=form)


def _pre(row: text.Writer) -> Layout:
    def render(parts: list[Part], rng: Random) -> str:
        return html.preformatted(text.write(parts, rng, row))

    return Layout(render)


LAYOUTS: dict[str, Layout] = {
    "html": _page(),
    "html paragraphs": _page(dress=html.paragraphs),
    "html breaks": _page(dress=html.broken),
    "html spans": _page(dress=html.spans),
    "html spaces": _page(dress=html.spaced),
    "html bold": _page(dress=html.bold),
    "html th": _page(th=True),
    "html nested": Layout(html.nested),
    "html one table": _page(variants.one_table),
    "html wrong spans": _page(variants.wrong_spans),
    "html misfit values": _page(variants.misfit_values),
    "html header in one row": _page(variants.header_in_one_row),
    "html header in two rows": _page(variants.header_in_two_rows),
    "html subtotal column": _page(variants.subtotal_column),
    "html subtotal rows": _page(variants.subtotal_rows),
    "html three dispute tables": _page(variants.three_dispute_tables),
    "html extra row": _page(variants.extra_row),
    "html extra column": _page(variants.extra_column),
    "html merged values": _page(variants.merged_values),
    "html merged zeros": _page(variants.merged_zeros),
    "html split": _page(variants.split),
    "html split with header": _page(variants.split_with_header),
    "html total first": _page(variants.columns_in_other_order),
    "html cells as paragraphs": Layout(html.cells_as_paragraphs),
    "html pre pipes": _pre(text.pipe_row),
    "one a line": _flat(text.one_a_line),
    "one a line, blank lines": _flat(text.one_a_line, blank_lines=True),
    "one a line, padded": _flat(text.padded, blank_lines=True),
    "trailing pipe": _flat(text.trailing_pipe),
    "trailing pipe, no pads": _flat(text.trailing_pipe_bare),
    "pipe on its own line": _flat(text.own_line_pipe),
    "pipe rows": _flat(text.pipe_row),
    "pipe rows, no pads": _flat(text.pipe_row_bare),
    "leading pipe rows": _flat(text.leading_pipe_row),
    "leading pipe rows, no pads": _flat(text.leading_pipe_row_bare),
    "markdown rows": _flat(text.markdown_row),
    "by spaces": _flat(text.by_spaces),
    "by tabs": _flat(text.by_tabs),
    "pipe rows, subtotal column": Layout(
        partial(text.write, row=text.pipe_row), variants.subtotal_column, flat=True
    ),
    "one a line, subtotal column": Layout(
        partial(text.write, row=text.one_a_line), variants.subtotal_column, flat=True
    ),
    "trailing pipe, extra row": Layout(
        partial(text.write, row=text.trailing_pipe), variants.extra_row, flat=True
    ),
    "one a line, three dispute tables": Layout(
        partial(text.write, row=text.one_a_line), variants.three_dispute_tables, flat=True
    ),
    "one a line, total first": Layout(
        partial(text.write, row=text.one_a_line), variants.columns_in_other_order, flat=True
    ),
    "one a line, header in one row": Layout(
        partial(text.write, row=text.one_a_line), variants.header_in_one_row, flat=True
    ),
    "one a line, subtotal rows": Layout(
        partial(text.write, row=text.one_a_line), variants.subtotal_rows, flat=True
    ),
    "one a line, extra column": Layout(
        partial(text.write, row=text.one_a_line), variants.extra_column, flat=True
    ),
    "html header again": _page(variants.header_again),
    "html inner tables": _page(dress=html.inner_table),
    "html transposed": _page(variants.transposed),
    "by wide spaces": _flat(text.by_wide_spaces),
    "wide pipe rows": _flat(text.wide_pipe_row),
    "comma rows": _flat(text.comma_row),
    "by tabs, header again": Layout(partial(text.write, row=text.by_tabs), variants.header_again, flat=True),
    "by tabs, split": Layout(partial(text.write, row=text.by_tabs), variants.split, flat=True),
    "2014 html": Layout(html.page, form="2014"),
    "2014 pipe rows": Layout(partial(text.write, row=text.pipe_row), flat=True, form="2014"),
    "2014 one a line": Layout(partial(text.write, row=text.one_a_line), flat=True, form="2014"),
    "2014 html, two columns": Layout(html.page, another_column, form="2014"),
    "2014 by tabs, two columns": Layout(
        partial(text.write, row=text.by_tabs), another_column, flat=True, form="2014"
    ),
    "html word": _page(dress=html.word),
    "html controls": _page(dress=html.controls),
    "html struck out": _page(dress=html.struck),
    "html raised notes": _page(dress=html.noted),
    "html numbers apart": _page(arrangements.numbers_apart),
    "html blocks as rows": _page(arrangements.blocks_as_rows),
    "html narrow blocks": _page(arrangements.narrow_blocks),
    "html dispute rows": _page(arrangements.dispute_rows),
    "html annex": _page(arrangements.annex),
    "html hidden copy": _page(arrangements.hidden_copy),
    "html hidden column": _page(arrangements.hidden_column),
    "html two totals": _page(arrangements.two_totals),
    "html totals alone": _page(arrangements.totals_alone),
    "html channels": _page(arrangements.channels),
    "html whole labels": _page(arrangements.whole_labels),
    "html unmerged": _page(arrangements.unmerged),
    "by tabs, numbers apart": _tabs(arrangements.numbers_apart),
    "by tabs, blocks as rows": _tabs(arrangements.blocks_as_rows),
    "by tabs, dispute rows": _tabs(arrangements.dispute_rows),
    "by tabs, two totals": _tabs(arrangements.two_totals),
    "by tabs, channels": _tabs(arrangements.channels),
    "one a line, whole labels": Layout(
        partial(text.write, row=text.one_a_line), arrangements.whole_labels, flat=True
    ),
    "one a line, dispute rows": Layout(
        partial(text.write, row=text.one_a_line), arrangements.dispute_rows, flat=True
    ),
    "boxed rows": _flat(text.boxed_row),
    "column by column": Layout(text.column_by_column, flat=True),
    "2014 html, serial numbers": Layout(html.page, arrangements.serial_numbers, form="2014"),
    "2014 html, three bodies": Layout(html.page, arrangements.three_bodies, form="2014"),
    "2014 html, side by side": Layout(html.page, arrangements.side_by_side, form="2014"),
    "2014 by tabs, serial numbers": _tabs(arrangements.serial_numbers, "2014"),
    "2014 by tabs, three bodies": _tabs(arrangements.three_bodies, "2014"),
    "html dispute list": _page(lists.dispute_list),
    "html year column": _page(lists.year_column),
    "by colons": Layout(partial(lists.by_colons, totals=False), flat=True),
    "totals by colons": Layout(partial(lists.by_colons, totals=True), flat=True),
    "2014 with colons": Layout(partial(text.write, row=text.with_colons), flat=True, form="2014"),
}

# Here a blank cell leaves no trace, so that a figure too many can take its place unseen.
VANISHING = frozenset(
    name
    for name in LAYOUTS
    if name.startswith(
        ("one a line", "by spaces", "by wide", "2014 one", "html cells as par", "html nested", "column by")
    )
)
