"""What one PDF page holds, whichever library read it: glyphs with baselines, and ruled lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One visible character. Lengths are points, the origin is the page's top left corner, y grows downwards."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


class Rule(NamedTuple):
    """The centre line of a drawn horizontal or vertical stroke or thin rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """Everything the table reader needs of a page.

    `number` counts from 1 as in a PDF viewer; `image_share` is the part of the page that pictures cover;
    `dropped` holds the characters left out, by reason: rotated, invisible, pale (watermarks).
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    image_share: float
    dropped: dict[str, str]
