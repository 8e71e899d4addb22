"""A comparison as one HTML page: the chart, the table behind it with links to the sources, the definition.

It has no script and loads nothing: whatever a publisher printed is text on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from transforms.harmless import visible
from warehouse.comparison import Comparison, Region
from warehouse.plot.chart import FONTS, svg

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = f"""
body {{ font-family: {FONTS}; color: #1f2328; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }}
svg {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ padding: .3rem .6rem; border-bottom: 1px solid #d8dee4; text-align: left; vertical-align: top; }}
.n {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
p, caption {{ color: #57606a; }}
"""
_HEADS = (
    "rank 名次",
    "region 地区",
    "province 省",
    "value 数值",
    "95 %",
    "of 其中",
    "remark 说明",
    "source 来源",
)
_NUMERIC = frozenset({0, 3, 4, 5})


def page(comparison: Comparison, limit: int) -> str:
    """The page; the table has every region, the chart the first `limit`."""
    title = _text(comparison.title)
    definition = comparison.definition
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="zh-Hans"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body>",
            svg(comparison, limit),
            f"<p>{_text(definition.note)}</p>",
            "<table><thead>",
            _row("th", _HEADS),
            "</thead><tbody>",
            *_body(comparison),
            "</tbody></table>",
            f"<p>{_text(comparison.origin)}</p>",
            "</body></html>\n",
        ]
    )


def _body(comparison: Comparison) -> Iterator[str]:
    for region in comparison.regions():
        yield _row("td", region.texts(comparison.definition), _source(region))


def _row(cell: str, texts: tuple[str, ...], last: str = "") -> str:
    filled = "".join(
        f"<{cell}{' class=n' if place in _NUMERIC else ''}>{_text(text)}</{cell}>"
        for place, text in enumerate(texts)
    )
    return f"<tr>{filled}{f'<{cell}>{last}</{cell}>' if last else ''}</tr>"


def _source(region: Region) -> str:
    """A link to the page of the report; what is no address of the web is not made one."""
    if not region.url.startswith(("http://", "https://")):
        return _text(region.report_id)
    return f'<a href="{escape(region.url)}" rel="noreferrer">{_text(region.report_id)}</a>'


def _text(text: str) -> str:
    return escape(visible(text))
