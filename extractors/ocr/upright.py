"""Pages put upright: small rotations and mild perspective taken out by their own lines."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.types import Array, Gray, Mask

_SMALL = 700
_WIDEST, _COARSE, _FINE = 6.0, 0.5, 0.05
# Lines steeper than this against the page are no ruling lines after the first turn.
_STEEPEST = 0.05


def slant(mask: Mask) -> float:
    """The page's rotation in degrees (clockwise positive), at most six, by which its rows are sharpest."""
    small = cv2.resize(
        mask, None, fx=(f := min(1.0, _SMALL / max(mask.shape))), fy=f, interpolation=cv2.INTER_AREA
    )
    best = _sharpest(small, np.arange(-_WIDEST, _WIDEST + _COARSE / 2, _COARSE))
    return _sharpest(small, np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE))


def _sharpest(mask: Mask, angles: Array) -> float:
    scores = []
    for angle in angles:
        rows = turn(mask, float(angle), 0).sum(axis=1, dtype=np.float64)
        scores.append(float(np.square(np.diff(rows)).sum()))
    # The straightest of equals.
    return float(angles[max(range(len(scores)), key=lambda n: (scores[n], -abs(angles[n])))])


def turn(image: Array, angle: float, paper: int) -> Array:
    """The image turned against the clock by `angle` degrees around its middle; corners become `paper`."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(paper, paper, paper)
    )


def straighten(images: list[Array], gray: Gray, papers: list[int]) -> list[Array]:
    """The images warped alike so that the ruling lines of `gray` run along the axes."""
    flat = _tilts(gray)
    if flat is None:
        return images
    (a, b), (c, d) = flat
    height, width = gray.shape
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    from_x = x + (c + d * x) * (y - height / 2)
    from_y = y + (a + b * y) * (x - width / 2)
    return [
        cv2.remap(image, from_x, from_y, cv2.INTER_LINEAR, borderValue=(paper,) * 3)
        for image, paper in zip(images, papers, strict=True)
    ]


def _tilts(gray: Gray) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Slope of the horizontals as a + b*y, of the verticals as c + d*x; null where nothing is to mend."""
    found: Array | None = cv2.createLineSegmentDetector().detect(gray)[0]
    if found is None:
        return None
    ends = found.reshape(-1, 4).astype(np.float64)
    dx, dy = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    long = np.hypot(dx, dy) > max(gray.shape) * 0.03
    flat = long & (abs(dy) < abs(dx) * _STEEPEST)
    steep = long & (abs(dx) < abs(dy) * _STEEPEST)
    horizontal = _fit(dy[flat] / dx[flat], (ends[flat, 1] + ends[flat, 3]) / 2, abs(dx[flat]))
    vertical = _fit(dx[steep] / dy[steep], (ends[steep, 0] + ends[steep, 2]) / 2, abs(dy[steep]))
    drift = max(
        abs(horizontal[0]) + abs(horizontal[1]) * gray.shape[0],
        abs(vertical[0]) + abs(vertical[1]) * gray.shape[1],
    )
    return (horizontal, vertical) if drift > 5e-4 else None


def _fit(slopes: Array, places: Array, weights: Array) -> tuple[float, float]:
    """Slope against place by weighted least squares, twice: what lies far off is left out the second time."""
    if len(slopes) < 6:
        return 0.0, 0.0
    keep = np.abs(slopes - np.median(slopes)) < 0.02
    a = b = 0.0
    for _ in range(2):
        if keep.sum() < 6:
            return 0.0, 0.0
        b, a = np.polyfit(places[keep], slopes[keep], 1, w=np.sqrt(weights[keep]))
        keep = np.abs(slopes - (a + b * places)) < 0.003
    spread = float(np.ptp(places[keep])) if keep.any() else 0.0
    # Lines at one height only tell no change over the page.
    if spread < 0.2 * float(places.max()):
        return float(np.median(slopes[keep])) if keep.any() else 0.0, 0.0
    return float(a), float(b)
