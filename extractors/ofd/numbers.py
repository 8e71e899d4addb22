"""Numbers in OFD attributes: arrays, boxes, matrices and run-length offsets (GB/T 33190, 7.3 and 11.3)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

# A page is some hundred millimetres; what is out of this is no place.
_FARTHEST = 1e6
_POINTS_PER_MM = 72 / 25.4


class Matrix(NamedTuple):
    """An affine transform: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: Matrix) -> Matrix:
        """The transform that does `first` and then this one."""
        e, f = self.point(first.e, first.f)
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            e,
            f,
        )


def page_matrix(x: float, y: float) -> Matrix:
    """From millimetres in a page whose area begins at (x, y) to points from its top left corner."""
    k = _POINTS_PER_MM
    return Matrix(k, 0.0, 0.0, k, -x * k, -y * k)


def number(text: str) -> float:
    """A finite number of a size that a page can have; raises ValueError for any other."""
    value = float(text)
    if not math.isfinite(value) or abs(value) > _FARTHEST:
        raise ValueError(f"{text[:30]} is no place on a page")
    return value


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """The `count` numbers of an array, or None where the attribute is absent; raises ValueError."""
    if text is None or not text.strip():
        return None
    parts = text.replace(",", " ").split()
    if len(parts) < count:
        raise ValueError(f"{text[:60]!r} should hold {count} numbers")
    return tuple(number(part) for part in parts[:count])


def matrix(text: str | None) -> Matrix:
    """A CTM attribute; the identity where absent. Raises ValueError."""
    values = numbers(text, 6)
    return Matrix(*values) if values else Matrix()


def deltas(text: str | None, count: int) -> list[float]:
    """The first `count` offsets of a DeltaX or DeltaY; `g n d` stands for n times d. Raises ValueError.

    Fewer come back where the attribute has fewer: never more than `count`, whatever n claims.
    """
    return list(islice(_unrolled((text or "").replace(",", " ").split()), max(count, 0)))


def _unrolled(parts: list[str]) -> Iterator[float]:
    place = 0
    while place < len(parts):
        if parts[place] != "g":
            yield number(parts[place])
            place += 1
            continue
        if place + 2 >= len(parts):
            raise ValueError("an offset `g` without its count and value")
        times, value = int(parts[place + 1]), number(parts[place + 2])
        for _ in range(times):
            yield value
        place += 3
