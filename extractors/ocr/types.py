"""Names of the arrays that hold images; samples are bytes (OpenCV's own types do not tell)."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

# Height x width x 3, RGB.
Pixels = NDArray[Any]
# Height x width: paper 255, ink towards 0.
Gray = NDArray[Any]
# Height x width: 255 where something is, else 0.
Mask = NDArray[Any]
# Whatever OpenCV hands back.
Array = NDArray[Any]
