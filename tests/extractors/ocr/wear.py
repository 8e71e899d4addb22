"""What printing, stamping, scanning and compressing do to a page."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Wear = Callable[[Image.Image, Random], Image.Image]


def jpeg(image: Image.Image, rng: Random) -> Image.Image:
    held = io.BytesIO()
    image.save(held, "JPEG", quality=rng.choice((30, 40, 50, 60, 75, 85)))
    return Image.open(held).convert("RGB")


def blur(image: Image.Image, rng: Random) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9) * image.width / 1654))


def noise(image: Image.Image, rng: Random) -> Image.Image:
    dots = np.random.default_rng(rng.randrange(2**31)).normal(
        0, rng.uniform(4, 18), (image.height, image.width, 1)
    )
    return Image.fromarray(np.clip(np.asarray(image) + dots, 0, 255).astype(np.uint8))


def specks(image: Image.Image, rng: Random) -> Image.Image:
    array = np.array(image)
    dice = np.random.default_rng(rng.randrange(2**31)).random(array.shape[:2])
    array[dice < 0.0004] = 40
    array[dice > 0.9996] = 255
    return Image.fromarray(array)


def skew(image: Image.Image, rng: Random) -> Image.Image:
    return image.rotate(rng.uniform(-3, 3), Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))


def uneven_light(image: Image.Image, rng: Random) -> Image.Image:
    x = np.linspace(0, 1, image.width)[None, :, None]
    y = np.linspace(0, 1, image.height)[:, None, None]
    a, b = rng.uniform(-0.35, 0.35), rng.uniform(-0.35, 0.35)
    light = np.clip(0.8 + a * (x - 0.5) + b * (y - 0.5), 0.3, 1)
    return Image.fromarray((np.asarray(image) * light).astype(np.uint8))


def gray_paper(image: Image.Image, rng: Random) -> Image.Image:
    low, high = rng.randrange(30, 110), rng.randrange(190, 245)
    return Image.fromarray((low + np.asarray(image) / 255 * (high - low)).astype(np.uint8))


def seal(image: Image.Image, rng: Random) -> Image.Image:
    """A red round seal over the print."""
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    radius = image.width * 0.12
    x, y = rng.uniform(0.3, 0.8) * image.width, rng.uniform(0.3, 0.8) * image.height
    draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius),
        outline=(225, 40, 40),
        width=max(2, image.width // 200),
    )
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", radius / 3, index=2)
    draw.text((x, y), "青杉县人民", font=font, fill=(225, 40, 40), anchor="mm")
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(layer)))


def perspective(image: Image.Image, rng: Random) -> Image.Image:
    w, h = image.size
    off = [rng.uniform(0, 0.015) for _ in range(8)]
    quad = (
        -off[0] * w,
        -off[1] * h,
        -off[2] * w,
        h * (1 + off[3]),
        w * (1 + off[4]),
        h * (1 + off[5]),
        w * (1 + off[6]),
        -off[7] * h,
    )
    return image.transform(
        image.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)
    )


def halftone(image: Image.Image, rng: Random) -> Image.Image:
    return image.convert("1").convert("RGB")


def threshold(image: Image.Image, rng: Random) -> Image.Image:
    level = rng.randrange(100, 200)
    return image.convert("L").point(lambda v: 255 if v > level else 0).convert("RGB")


def turned(image: Image.Image, rng: Random) -> Image.Image:
    return image.rotate(rng.choice((90, 180, 270)), expand=True)


def broken_lines(image: Image.Image, rng: Random) -> Image.Image:
    """White scratches across the page."""
    draw = ImageDraw.Draw(image := image.copy())
    for _ in range(rng.randrange(2, 6)):
        x, y = rng.random() * image.width, rng.random() * image.height
        draw.line((x, y, x + rng.uniform(-30, 30), y + image.height * 0.2), fill="white", width=1)
    return image


def erode(image: Image.Image, rng: Random) -> Image.Image:
    """Thin or fat ink."""
    return image.filter(
        ImageFilter.MaxFilter(3)
        if rng.random() < 0.4 and image.width > 2000
        else ImageFilter.MinFilter(3)
        if image.width > 1600
        else ImageFilter.SMOOTH
    )


def _over(image: Image.Image, layer: Image.Image) -> Image.Image:
    """Ink of a layer on the page, dark on dark."""
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(layer)))


def gray_seal(image: Image.Image, rng: Random) -> Image.Image:
    """A seal as a gray scan shows it."""
    red = seal(Image.new("RGB", image.size, "white"), rng)
    shade = rng.randrange(90, 170)
    gray = red.convert("L").point(lambda v: 255 if v > 240 else shade)
    return _over(image, gray.convert("RGB"))


def punched(image: Image.Image, rng: Random) -> Image.Image:
    """Two holes at the left margin, black or white as the lid is."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    radius, fill = image.width * 0.013, rng.choice(((0, 0, 0), (60, 60, 60), (200, 200, 200)))
    for y in (0.38, 0.62):
        x = image.width * 0.035
        y *= image.height
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    return image


def dark_edges(image: Image.Image, rng: Random) -> Image.Image:
    """Black at two sides, where the sheet did not cover the glass."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    w, h = image.size
    a, b = rng.uniform(0.002, 0.015) * w, rng.uniform(0.002, 0.01) * h
    draw.rectangle((0, 0, a, h) if rng.random() < 0.5 else (w - a, 0, w, h), fill=(15, 15, 15))
    draw.rectangle((0, 0, w, b) if rng.random() < 0.5 else (0, h - b, w, h), fill=(15, 15, 15))
    return image


def pen(image: Image.Image, rng: Random) -> Image.Image:
    """A blue or black pen: a tick in the margin, an underline, a note's scrawl above the first table."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    w, h = image.size
    ink = rng.choice(((20, 40, 160), (30, 30, 30)))
    wide = max(2, w // 500)
    for _ in range(3):
        x, y, size = rng.uniform(0.01, 0.05) * w, rng.uniform(0.1, 0.9) * h, w * 0.02
        draw.line((x, y, x + size / 3, y + size / 2, x + size, y - size / 2), fill=ink, width=wide)
    x, y = rng.uniform(0.6, 0.8) * w, 0.02 * h
    scrawl = [(x + n * w * 0.006, y + rng.uniform(0, 0.018) * h) for n in range(18)]
    draw.line(scrawl, fill=ink, width=wide, joint="curve")
    return image


def shine_through(image: Image.Image, rng: Random) -> Image.Image:
    """What is printed on the back, faint and mirrored."""
    back = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(
        ImageFilter.GaussianBlur(image.width / 800)
    )
    faint = 255 - (255 - np.asarray(back).astype(np.float32)) * rng.uniform(0.06, 0.16)
    return _over(image, Image.fromarray(faint.astype(np.uint8)))


def watermark(image: Image.Image, rng: Random) -> Image.Image:
    """Pale words aslant over the whole page."""
    side = int(np.hypot(*image.size))
    layer = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(layer)
    gray = rng.randrange(205, 238)
    font = ImageFont.truetype(
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", image.width // 24, index=2
    )
    for y in range(0, side, image.width // 4):
        for x in range(0, side, image.width // 3):
            draw.text((x, y), "青杉县政府网", font=font, fill=(gray, gray, gray))
    turned_ = layer.rotate(30, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    left, top = (side - image.width) // 2, (side - image.height) // 2
    return _over(image, turned_.crop((left, top, left + image.width, top + image.height)))


def desk(image: Image.Image, rng: Random) -> Image.Image:
    """The sheet on a desk, seen a little from aside."""
    w, h = image.size
    gray = rng.randrange(60, 170)
    around = (gray, gray + rng.randrange(-20, 20), gray + rng.randrange(-30, 30))
    whole = Image.new("RGB", (round(w * 1.12), round(h * 1.12)), around)
    whole.paste(image, (round(w * 0.06), round(h * 0.06)))
    ww, hh = whole.size
    off = [rng.uniform(-0.02, 0.02) for _ in range(8)]
    quad = (off[0] * ww, off[1] * hh, off[2] * ww, hh * (1 + off[3]), ww * (1 + off[4]), hh * (1 + off[5]),
            ww * (1 + off[6]), off[7] * hh)  # fmt: skip
    return whole.transform(whole.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=around)


WEARS: dict[str, Wear] = {
    w.__name__: w
    for w in (
        skew,
        perspective,
        erode,
        seal,
        broken_lines,
        blur,
        uneven_light,
        gray_paper,
        noise,
        specks,
        halftone,
        threshold,
        turned,
        jpeg,
    )
}


def worn(image: Image.Image, rng: Random) -> tuple[Image.Image, list[str]]:
    """Some wear, in the order in which it happens, ending as a JPEG most of the time."""
    chance = dict.fromkeys(WEARS, 0.12) | {
        "jpeg": 0.7,
        "skew": 0.35,
        "blur": 0.25,
        "halftone": 0.05,
        "threshold": 0.1,
        "turned": 0.08,
    }
    chosen = [name for name in WEARS if rng.random() < chance[name]]
    if "threshold" in chosen and "halftone" in chosen:
        chosen.remove("halftone")
    for name in chosen:
        image = WEARS[name](image, rng)
    return image, chosen
