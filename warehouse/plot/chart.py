"""A comparison as SVG: a line a region, with rank, value, 95 % interval, numbers and remarks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from transforms.harmless import visible
from warehouse.amounts import PERCENT, amount, ranked, remark
from warehouse.comparison import Comparison, Definition, Region
from warehouse.plot.scale import Scale, cut, scale, width

# Fonts with Chinese characters of Linux, Windows and macOS; the first that is there is taken.
FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', "
    "'WenQuanYi Micro Hei', 'SimHei', 'Heiti SC', sans-serif"
)
_WIDTH, _ROW, _TOP, _FOOT = 960, 24, 112, 76
_RANK, _NAME, _LEFT, _RIGHT, _VALUE, _PARTS = 44, 56, 300, 700, 776, 788
_SIZE = 'width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" font-size="14"'
_INK, _PALE, _LINE, _MARK, _EVEN = "#1f2328", "#6a737d", "#d8dee4", "#0b6e99", "#f6f8fa"


def svg(comparison: Comparison, limit: int) -> str:
    """The chart of the first `limit` regions; the same comparison gives the same text."""
    regions = comparison.regions()[:limit]
    height = _TOP + _ROW * len(regions) + _FOOT
    lines = _Lines(comparison.definition, _axis(comparison, regions), len({r.province for r in regions}) > 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {_SIZE.format(_WIDTH, height)} font-family="{FONTS}">',
        f"<title>{_text(comparison.title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        _put(16, 34, cut(visible(comparison.title), 20, _WIDTH - 32), size=20, weight="bold"),
        _put(16, 58, comparison.subtitle, fill=_PALE),
        *lines.grid(len(regions)),
        *(part for place, region in enumerate(regions) for part in lines.line(region, place)),
        *_foot(comparison, len(regions), height),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axis(comparison: Comparison, regions: Sequence[Region]) -> Scale:
    shown = [end for region in regions for end in (region.value, region.low, region.high) if end is not None]
    return scale(shown, _LEFT, _RIGHT, top=1.0 if comparison.definition.kind == "share" else math.inf)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The part of the chart below its title: grid and regions on one axis."""

    definition: Definition
    axis: Scale
    with_province: bool

    def grid(self, regions: int) -> Iterator[str]:
        for top in range(_TOP + _ROW, _TOP + _ROW * regions, 2 * _ROW):
            yield f'<rect x="8" y="{top}" width="{_WIDTH - 16}" height="{_ROW}" fill="{_EVEN}"/>'
        for tick in self.axis.ticks():
            x = self.axis.x(tick)
            yield (
                f'<line x1="{x}" x2="{x}" y1="{_TOP}" y2="{_TOP + _ROW * regions}" '
                f'stroke="{_LINE if tick else _PALE}"/>'
            )
            label = f"{100 * tick:g} %" if self.definition.kind in PERCENT else f"{tick:,.10g}"
            yield _put(x, _TOP - 8, label, fill=_PALE, size=12, anchor="middle")

    def line(self, region: Region, place: int) -> Iterator[str]:
        top = _TOP + _ROW * place
        base = top + _ROW / 2 + 5
        value = amount(region.value, self.definition.kind)
        told = (region.place, value, region.remark(self.definition))
        yield f"<g><title>{_text(', '.join(part for part in told if part))}</title>"
        yield _put(_RANK, base, ranked(region.rank, region.ties), fill=_PALE, anchor="end")
        yield from self._name(region, base)
        yield from self._mark(region, top + _ROW / 2)
        yield _put(_VALUE, base, value, anchor="end")
        yield _put(_PARTS, base, cut(_beside(region), 12, _WIDTH - _PARTS - 8), fill=_PALE, size=12)
        yield "</g>"

    def _name(self, region: Region, base: float) -> Iterator[str]:
        name = cut(visible(region.place), 14, _LEFT - _NAME - 12)
        yield _put(_NAME, base, name)
        province = visible(region.province or "")
        room = _LEFT - _NAME - 20 - width(name, 14)
        if self.with_province and province != name and width(province, 12) <= room:
            yield _put(_NAME + width(name, 14) + 8, base, province, fill=_PALE, size=12)

    def _mark(self, region: Region, middle: float) -> Iterator[str]:
        if region.value is None:
            reason = cut(f"no value: {region.remark(self.definition)}", 12, _RIGHT - _LEFT)
            yield _put(_LEFT + 8, middle + 4.5, reason, fill=_PALE, size=12)
            return
        x = self.axis.x(region.value)
        if region.low is not None and region.high is not None:
            start, end, thick = self.axis.x(region.low), self.axis.x(region.high), 2
        else:
            start, end, thick = self.axis.x(0), x, 3
        yield f'<path d="M{start} {middle}H{end}" stroke="{_MARK}" stroke-width="{thick}" opacity="0.6"/>'
        fill = "#ffffff" if region.flag == "small_n" else _MARK
        yield f'<circle cx="{x}" cy="{middle}" r="5" fill="{fill}" stroke="{_MARK}" stroke-width="2"/>'


def _beside(region: Region) -> str:
    """What a share or rate is made of, errors found in it, and whether its form is an older one."""
    made_of = f"{amount(region.numerator, 'count')} / {amount(region.denominator, 'count')}"
    made_of = made_of if region.denominator else ""
    parts = [made_of, remark(None, region.doubts, None, older=region.older)]
    return ", ".join(part for part in parts if part)


def _foot(comparison: Comparison, shown: int, height: int) -> Iterator[str]:
    lines = [comparison.legend]
    if shown < comparison.found:
        lines.append(f"Shown are the first {shown} of {comparison.found} regions.")
    lines.append(comparison.origin)
    for place, line in enumerate(lines):
        yield _put(
            16, height - _FOOT + 26 + 18 * place, cut(visible(line), 12, _WIDTH - 32), fill=_PALE, size=12
        )


def _put(
    x: float,
    y: float,
    text: str,
    *,
    fill: str = _INK,
    size: int = 14,
    anchor: str = "start",
    weight: str = "",
) -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" text-anchor="{anchor}"{bold}>'
        f"{_text(text)}</text>"
    )


def _text(text: str) -> str:
    return escape(visible(text))
