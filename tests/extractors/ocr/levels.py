"""Reports as they come to be pictures, from a desk scanner's to a photograph's: levels of wear and print."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import wear
from generator.figures import Report, make_report
from generator.grid import PUBLISHER, Part, Slot, document, prose
from gold.figures import statistics_2014
from gold.statistics import LINES
from PIL import Image
from printing import FACES, FRAMES, Press, any_press, print_pages

FORMS = ("2021", "2019", "2014")
_SIZES, _LINES = (9.0, 10.5, 10.5, 12.0), (0.5, 0.75, 1.0)
Wearing = Callable[[Image.Image, Random], Image.Image]


def _as_it_is(press: Press, rng: Random) -> Press:
    return press


@dataclass(frozen=True, slots=True)
class Level:
    """Dots an inch, what becomes of a page, the quality of its JPEG (none: PNG), pages in one picture.

    `printing` is what is special about the print.
    """

    dpi: int
    wearing: Wearing
    quality: int | None = 70
    together: int = 1
    printing: Callable[[Press, Random], Press] = _as_it_is


def _slight(image: Image.Image, rng: Random, degrees: float = 0.8) -> Image.Image:
    white = (255, 255, 255)
    return image.rotate(rng.uniform(-degrees, degrees), Image.Resampling.BICUBIC, fillcolor=white)


def _grain(image: Image.Image, rng: Random, strength: float = 4.0) -> Image.Image:
    roll = np.random.default_rng(rng.randrange(2**31))
    noise = roll.normal(0, strength, (image.height, image.width, 1)).astype(np.float32)
    return Image.fromarray((np.asarray(image) * np.float32(0.94) + 6 + noise).clip(0, 255).astype(np.uint8))


def _office(image: Image.Image, rng: Random) -> Image.Image:
    return _grain(_slight(image, rng), rng)


def _copier(image: Image.Image, rng: Random) -> Image.Image:
    """Black and white, as copiers mail it."""
    return wear.threshold(_grain(wear.blur(_slight(image, rng), rng), rng), rng)


def _sealed(image: Image.Image, rng: Random) -> Image.Image:
    return _office(wear.seal(image, rng), rng)


def _untouched(image: Image.Image, rng: Random) -> Image.Image:
    return image


def _photo(image: Image.Image, rng: Random) -> Image.Image:
    lit = wear.uneven_light(wear.perspective(image, rng), rng)
    return _grain(wear.blur(_slight(lit, rng, 2.0), rng), rng, 6.0)


def _turned(image: Image.Image, rng: Random) -> Image.Image:
    return wear.turned(_office(image, rng), rng)


def _photocopy(image: Image.Image, rng: Random) -> Image.Image:
    """A copy of a copy: gray paper, thin or fat ink, dust."""
    return wear.specks(wear.gray_paper(_slight(wear.erode(image, rng), rng, 1.5), rng), rng)


def _fax(image: Image.Image, rng: Random) -> Image.Image:
    """Black and white in fine mode, with scratches across its lines and dust."""
    return wear.specks(wear.threshold(wear.broken_lines(_slight(image, rng, 1.5), rng), rng), rng)


def _skewed(image: Image.Image, rng: Random) -> Image.Image:
    return _grain(wear.skew(image, rng), rng)


def _marked(image: Image.Image, rng: Random) -> Image.Image:
    """Punched, with the lid's dark edge, a pen's ticks and lines, and what shines through from the back."""
    paper = wear.punched(wear.shine_through(image, rng), rng)
    return wear.dark_edges(_office(wear.pen(paper, rng), rng), rng)


def _stamped(image: Image.Image, rng: Random) -> Image.Image:
    """Two seals, one of them grown dark in a gray scan."""
    return _office(wear.gray_seal(wear.seal(image, rng), rng), rng)


def _on_desk(image: Image.Image, rng: Random) -> Image.Image:
    """A phone's picture with the desk around the sheet."""
    return _grain(wear.blur(wear.uneven_light(wear.desk(image, rng), rng), rng), rng, 5.0)


def _watermarked(image: Image.Image, rng: Random) -> Image.Image:
    return wear.watermark(image, rng)


def _anyhow(image: Image.Image, rng: Random) -> Image.Image:
    return wear.worn(image, rng)[0]


def _on_screen(press: Press, rng: Random) -> Press:
    return replace(press, face=rng.choice(("sans", "wqy", "serif")), shade=rng.choice((0, 120, 170)))


def _on_web(press: Press, rng: Random) -> Press:
    """A style sheet's table: gray lines of a pixel, a shaded head, every other row shaded."""
    return replace(
        press,
        face=rng.choice(("sans", "wqy", "serif", "microhei", "sans+arial", "wqy+narrow")),
        size=rng.choice((9.0, 10.5, 12.0)),
        line=0.75,
        shade=rng.choice((0, 153, 187, 204, 221)),
        fill=rng.choice((255, 245, 224)),
        zebra=rng.choice((255, 249, 238)),
        room=rng.choice((2.0, 6.0)),
        landscape=rng.random() < 0.5,
    )


def _coloured(press: Press, rng: Random) -> Press:
    """A style sheet's table with white text on coloured heads and gray lines."""
    grounds = ((0, 112, 192), (31, 78, 121), (0, 128, 96), (192, 0, 0), (68, 114, 196), (237, 125, 49))
    return replace(
        _on_web(press, rng), ground=rng.choice(grounds), fill=255, shade=rng.choice((120, 170, 204))
    )


def _framed(press: Press, rng: Random) -> Press:
    return replace(press, frame=rng.choice([frame for frame in FRAMES if frame != "plain"]))


def _shaded(press: Press, rng: Random) -> Press:
    return replace(press, fill=rng.choice((166, 191, 217)), zebra=rng.choice((255, 235)))


def _wide(press: Press, rng: Random) -> Press:
    return replace(press, landscape=True, align=rng.choice((-1, 0, 1)), page_numbers=True)


def _tight(press: Press, rng: Random) -> Press:
    return replace(press, room=1.0, size=9.0, line=0.5, align=rng.choice((-1, 1)))


def _any(press: Press, rng: Random) -> Press:
    return replace(any_press(rng), dpi=press.dpi)


LEVELS = {
    "office": Level(300, _office),
    "copier": Level(200, _copier, None),
    "sealed": Level(200, _sealed),
    "screen": Level(96, _untouched, None, printing=_on_screen),
    "photo": Level(250, _photo, 75),
    "turned": Level(200, _turned),
    "spread": Level(200, _office, together=2),
    "photocopy": Level(200, _photocopy, 60),
    "fax": Level(200, _fax, None),
    "no_lines": Level(200, _office, printing=lambda press, _: replace(press, line=0.0)),
    "web": Level(96, _untouched, None, printing=_on_web),
    "coloured": Level(120, _untouched, 90, printing=_coloured),
    "hidpi": Level(192, _untouched, 85, printing=_on_web),
    "framed": Level(200, _office, printing=_framed),
    "shaded": Level(200, _office, printing=_shaded),
    "wide": Level(200, _office, printing=_wide),
    "tight": Level(200, _office, printing=_tight),
    "coarse": Level(150, _office, 40),
    "skewed": Level(200, _skewed, 60),
    "marked": Level(200, _marked, 60),
    "stamped": Level(200, _stamped, 60),
    "desk": Level(250, _on_desk, 70),
    "watermark": Level(150, _watermarked, 80),
    "mixed": Level(200, _anyhow, None, printing=_any),
}


def pictures(name: str, seed: int) -> tuple[Report, list[bytes]]:
    """A made-up report of this level, form by form as the seeds go, and its pages as image files."""
    rng = Random(f"{name} {seed}")  # noqa: S311
    report, parts = _report(FORMS[seed % len(FORMS)], rng)
    level = LEVELS[name]
    press = Press(level.dpi, rng.choice(list(FACES)), rng.choice(_SIZES), rng.choice(_LINES))
    pages = print_pages(parts, level.printing(press, rng))
    spreads = [_beside(pages[n : n + level.together]) for n in range(0, len(pages), level.together)]
    return report, [_encoded(level.wearing(page, rng), level.quality) for page in spreads]


def _report(form: str, rng: Random) -> tuple[Report, list[Part]]:
    if form != "2014":
        report = make_report(rng, form)
        return report, document(report)
    report = Report(form, 2016)
    for item, figure in statistics_2014(rng, rng.choice((5, 40, 900))).items():
        report.put(item, float(figure.value or 0), figure.text)
    title = f"{PUBLISHER}2016年政府信息公开工作年度报告"
    return report, [prose(title, "附件：政府信息公开情况统计表"), Part("statistics", _statistics(report))]


def _statistics(report: Report) -> list[list[Slot]]:
    rows = [[Slot("统计指标"), Slot("单位"), Slot("统计数")]]
    for label, unit, name in LINES:
        item = f"stats_{name}.value" if name else None
        value = Slot(report.printed[item] if item else "", "value", item=item)
        rows.append([Slot(label.replace("　", "")), Slot(unit or "——"), value])
    return rows


def _beside(pages: Sequence[Image.Image]) -> Image.Image:
    whole = Image.new("RGB", (sum(page.width for page in pages), pages[0].height), "white")
    for number, page in enumerate(pages):
        whole.paste(page, (number * page.width, 0))
    return whole


def _encoded(image: Image.Image, quality: int | None) -> bytes:
    held = io.BytesIO()
    if quality:
        image.save(held, "JPEG", quality=quality)
    else:
        image.save(held, "PNG")
    return held.getvalue()
