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
