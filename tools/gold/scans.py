"""Scans: pages of a PDF as grey pictures, a little turned and noisy; alone, or as a PDF of pictures."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from gold.figures import dice


def pictures(pdf: bytes, dpi: int) -> list[Image.Image]:
    """The pages of a PDF in grey."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.pdf"
        source.write_bytes(pdf)
        subprocess.run(  # noqa: S603 - our own file and poppler
            ["pdftoppm", "-gray", "-r", str(dpi), "-png", str(source), f"{folder}/page"],  # noqa: S607
            check=True, timeout=120,
        )  # fmt: skip
        return [Image.open(path).convert("L") for path in sorted(Path(folder).glob("page*.png"))]


def scanned(page: Image.Image, seed: str, angle: float = 0.0, noise: float = 4) -> Image.Image:
    """The page as a scanner gives it: turned by `angle` degrees, paper not white, some noise."""
    roll = dice(seed)
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(roll.randint(0, 9999)).normal(0, noise, (page.height, page.width))
    pixels = np.asarray(turned, dtype=np.float64) * 0.93 + 8 + grain
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def jpeg(page: Image.Image, quality: int = 55) -> bytes:
    """The picture as a camera or a messenger saves it."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(page: Image.Image) -> bytes:
    """Sixteen greys: small enough to keep, and what many scanners save."""
    out = io.BytesIO()
    page.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def stacked(pages: list[Image.Image]) -> Image.Image:
    """Pages under one another, as a long screenshot shows them."""
    whole = Image.new("L", (pages[0].width, sum(page.height for page in pages)), 255)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def picture_pdf(pages: list[Image.Image], dpi: int) -> bytes:
    """A PDF of pictures alone, as a scanner writes it: black and white."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pages:
        size = page.width * 72 / dpi, page.height * 72 / dpi
        canvas.setPageSize(size)
        canvas.drawInlineImage(page.point(lambda level: 255 * (level > 150)).convert("1"), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
