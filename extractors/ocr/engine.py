"""The recogniser: text lines on a page, and the text of line images with its confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from extractors.document import UnreadableError
from extractors.ocr.types import Pixels

# One thread: the same sums in the same order on every machine, and the lake's workers share the cores.
_THREADS = 1
# The narrowest canvas a batch is padded to; the default (320) makes a lone digit six times dearer.
_CANVAS = [3, 48, 64]
NEEDS_EXTRA = "scans and images need the OCR extra: pip install gongkai[ocr]"


@dataclass(frozen=True, slots=True)
class Line:
    """The text of one line image; `confidence` is that of its least certain character, 0 to 1."""

    text: str
    confidence: float


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError(NEEDS_EXTRA) from error
    return RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": _THREADS,
            "Global.log_level": "error",
            "Rec.rec_img_shape": _CANVAS,
        }
    )


def version() -> str:
    """Name and version of the recogniser, for a document's `meta`."""
    _engine()
    from importlib.metadata import version as of  # noqa: PLC0415

    return f"rapidocr {of('rapidocr')}"


def recognise(images: Sequence[Pixels]) -> list[Line]:
    """The text of each line image, in their order."""
    if not images:
        return []
    engine = _engine()
    engine.update_params(return_word_box=True)
    read = engine.recognize_txt(list(images))
    return [
        Line(text, float(min(words.confs, default=0.0)) if text else 0.0)
        for text, words in zip(read.txts, read.word_results, strict=True)
    ]


def find_lines(image: Pixels) -> list[tuple[float, float, float, float]]:
    """Boxes (x0, top, x1, bottom) of the text lines of an upright page, from the top down."""
    found = _engine()(image, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    corners = np.asarray(found.boxes)
    boxes = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in boxes]
