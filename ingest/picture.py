"""Pictures of rows: bands cut from a drawn page and stored as small PNG files of sixteen greys. Uses Pillow."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

DPI = 120
MARGIN = 3.0
"""Points of paper kept around a row."""
GREYS = 16

_STEP = 255 // (GREYS - 1)
_TO_GREY = [round(value / _STEP) for value in range(256)]
_PALETTE = [grey * _STEP for grey in range(GREYS) for _ in range(3)]

Corners = tuple[float, float, float, float]


def cut(page: Any, corners: Corners, scale: float) -> Any:
    """The part of a page picture within `corners` (points from its top left), with a margin; `scale` is pixels a
    point.
    """
    x0, y0, x1, y1 = corners
    left, top = max(int((x0 - MARGIN) * scale), 0), max(int((y0 - MARGIN) * scale), 0)
    right = min(int((x1 + MARGIN) * scale) + 1, page.width)
    bottom = min(int((y1 + MARGIN) * scale) + 1, page.height)
    return page.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def to_png(picture: Any) -> bytes:
    """A grey Pillow picture as PNG with four bits a pixel: a third of the size of eight, text as legible."""
    greys = picture.convert("L").point(_TO_GREY)
    packed = Image.frombytes("P", greys.size, greys.tobytes())
    packed.putpalette(_PALETTE)
    buffer = io.BytesIO()
    packed.save(buffer, "PNG", bits=4, compress_level=6)
    return buffer.getvalue()


def turned(picture: Any, degrees: float) -> Any:
    """The picture turned counter-clockwise around its middle, its corners white; its size stays."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)


def to_array(picture: Any) -> NDArray[np.uint8]:
    """A grey Pillow picture as rows of pixels."""
    return np.asarray(picture.convert("L"))


def from_array(pixels: NDArray[np.uint8]) -> Any:
    """Rows of pixels as a grey Pillow picture."""
    return Image.fromarray(pixels)
