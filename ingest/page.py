"""What one PDF page holds, whichever library read it: glyphs with baselines, and ruled lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """One visible character. Lengths are points, the origin is the page's top left corner, y grows downwards."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float

    @property
    def anchor(self) -> tuple[float, float]:
        """The point that decides which cell the glyph belongs to: its middle, a little above the baseline."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.35 * self.size


class Rule(NamedTuple):
    """The centre line of a drawn horizontal or vertical stroke or thin rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """Everything the table reader needs of a page; `number` counts from 1 as in a PDF viewer."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    image_share: float = 0.0
    dropped: dict[str, int] = field(default_factory=dict)
