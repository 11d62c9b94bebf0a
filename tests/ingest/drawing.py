"""Pages drawn in memory: a table of texts with its rules, as a reader would hand it on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from ingest.lines import Line
from ingest.page import Glyph, PageContent, Rule
from tests.ingest.golden import COLUMNS

SIZE, PITCH, PADDING = 10.0, 13.0, 4.0
XS = (20.0, 160.0, 300.0, 440.0, 580.0, 720.0, 860.0)


def glyphs(text: str, x: float, baseline: float, size: float = SIZE) -> list[Glyph]:
    """A line of glyphs: ideographs as wide as high, Latin half as wide; spaces leave room."""
    found = []
    for character in text:
        width = size / 2 if character.isascii() else size
        if character != " ":
            found.append(Glyph(character, x, x + width, baseline, size))
        x += width
    return found


def line(text: str, baseline: float = 0.0) -> Line:
    """A line of text at a height."""
    return Line(text, text, 0.0, 10.0 * len(text), baseline, SIZE)


def table_page(
    rows: Sequence[Sequence[str]], *, header: Sequence[str] = COLUMNS, unruled: Collection[int] = (), number: int = 1
) -> PageContent:
    """A page with one table: `header` above `rows`; a row of one text spans all columns; below the rows of the
    numbers in `unruled` (from 0) no rule is drawn.
    """
    grid = [list(header), *[list(row) for row in rows]]
    found: list[Glyph] = []
    ys = [40.0]
    for row in grid:
        lines = max(text.count("\n") + 1 for text in row)
        for text, x in zip(row, XS, strict=False):
            for index, part in enumerate(text.split("\n")):
                found += glyphs(part, x + PADDING, ys[-1] + PADDING + SIZE + index * PITCH)
        ys.append(ys[-1] + lines * PITCH + 2 * PADDING)
    return PageContent(number, 880.0, max(ys) + 40.0, found, _rules(grid, ys, unruled), 0.0, {})


def _rules(grid: Sequence[Sequence[str]], ys: Sequence[float], unruled: Collection[int]) -> list[Rule]:
    rules = [Rule(XS[0], y, XS[-1], y) for index, y in enumerate(ys) if index - 2 not in unruled]
    for row, (top, bottom) in zip(grid, pairwise(ys), strict=True):
        edges = XS if len(row) > 1 else (XS[0], XS[-1])
        rules += [Rule(x, top, x, bottom) for x in edges]
    return rules
