"""`gongkai compare`: one indicator across regions."""

from __future__ import annotations

from pathlib import Path

import click

from flows import lake as lakes
from flows.commands import options
from flows.commands.warehouse import explained
from flows.terminal import show_compare
from flows.terminal.show import console
from transforms.divisions import normalise_level
from warehouse.comparison import Comparison
from warehouse.questions import LEVELS, compare


@click.command("compare")
@click.argument("indicator")
@click.option("--year", type=int, metavar="YEAR", help="Report year (default: the newest that has a value).")
@click.option("--level", metavar="LEVEL", help=f"{', '.join(LEVELS)} (省级, 地级, 县级); default: all.")
@click.option(
    "--within", metavar="CODE", callback=options.prefix, help="Only divisions within this one: 13, 1311."
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the first so many.")
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw it, too: FILE ends in .svg, .png or .html (a page with the table and its sources).",
)
@options.lake
def command(
    indicator: str,
    year: int | None,
    level: str | None,
    within: str | None,
    top: int | None,
    plot: Path | None,
    lake: str,
) -> None:
    """Rank regions by an indicator, each with the interval that its numbers allow.

    Only governments' own reports are compared, one a region. Equal values share a rank, marked with =.
    Regions without a value stand last with the reason. The indicators and what they mean:
    gongkai sql "SELECT indicator, name_zh, name_en, unit FROM indicators".

    \b
    Examples:
      gongkai compare disclosure_rate
      gongkai compare received --year 2023 --level county --within 13 --top 10
      gongkai compare refusal_rate --level 县级 --plot refusals.html
    """
    with explained():
        answer = compare(
            lakes.to_read(lake, lakes.WAREHOUSE).root, indicator, year, _level(level), within, top
        )
        show_compare.show(console(), answer)
        if plot:
            _draw(answer, plot)


def _draw(answer: Comparison, path: Path) -> None:
    # Here and not above: only a plot needs the drawing library.
    from warehouse.plot.save import save  # noqa: PLC0415

    save(answer, path)
    click.echo(f"drawn {path}", err=True)


def _level(word: str | None) -> str | None:
    """The level that a word names in English or Chinese; one that is none is left for the query to refuse."""
    try:
        return normalise_level(word) if word else None
    except ValueError:
        return word
