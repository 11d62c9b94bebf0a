"""Where lines of text stand in a picture: rows of ink within a cell, or between the tables. Arrays only."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.ruling import Ink, runs

SMALLEST, LARGEST = 5.0, 40.0
"""Points: ink lower or higher than this is no line of text."""
LOW = 0.55
"""A line lower than this share of the usual height is part of its neighbour (二, ：, a raised figure)."""
HIGH = 1.75
"""A line higher than this share of the usual height is several that touch."""
COLUMN_GAP = 3.0
"""Free text is parted at gaps wider than this many line heights."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of pixels, half-open."""

    x0: int
    y0: int
    x1: int
    y1: int


def bands(ink: Ink, region: Region) -> list[Region]:
    """Rows of ink within the region from top to bottom, as they are printed: not yet whole lines."""
    part = ink[region.y0 : region.y1, region.x0 : region.x1]
    found = []
    for top, bottom in runs(part.sum(axis=1) >= 2):
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        found.append(Region(region.x0 + left, region.y0 + top, region.x0 + right, region.y0 + bottom))
    return found


def usual_height(found: Sequence[Sequence[Region]], scale: float) -> float:
    """The height of most lines in pixels, from the bands of all cells; `scale` is pixels a point."""
    heights = [b.y1 - b.y0 for cell in found for b in cell if SMALLEST <= (b.y1 - b.y0) / scale <= LARGEST / 2]
    return float(np.median(heights)) if heights else 0.0


def lines_of(ink: Ink, found: Sequence[Region], height: float) -> list[Region]:
    """The lines of text that the bands of one cell make, when lines are usually `height` pixels high."""
    joined: list[Region] = []
    for band in found:
        before = joined[-1] if joined else None
        if before is not None and _belongs(before, band, height):
            joined[-1] = _union(before, band)
        else:
            joined.append(band)
    whole = [line for line in joined if _is_text(line, height)]
    return [part for line in whole for part in _split(ink, line, height)]


def _belongs(before: Region, band: Region, height: float) -> bool:
    """Whether two bands are parts of one line: either is low, and together they are no higher than a line."""
    low = min(before.y1 - before.y0, band.y1 - band.y0) < LOW * height
    return low and band.y1 - before.y0 <= 1.25 * height


def _is_text(line: Region, height: float) -> bool:
    """Whether the line is more than a speck."""
    return max(line.y1 - line.y0, line.x1 - line.x0) >= 0.3 * height


def _split(ink: Ink, line: Region, height: float) -> Iterator[Region]:
    """The line, or the lines that touch one another in it, cut where there is least ink."""
    count = round((line.y1 - line.y0) / (1.3 * height))
    if line.y1 - line.y0 <= HIGH * height or count < 2:
        yield line
        return
    profile = ink[line.y0 : line.y1, line.x0 : line.x1].sum(axis=1)
    step, near = len(profile) / count, int(0.3 * height)
    edges = [0]
    for number in range(1, count):
        middle = int(number * step)
        low, high = max(middle - near, edges[-1] + 1), middle + near + 1
        edges.append(low + int(np.argmin(profile[low:high])))
    edges.append(len(profile))
    for top, bottom in itertools.pairwise(edges):
        yield from bands(ink, Region(line.x0, line.y0 + top, line.x1, line.y0 + bottom))[:1]


def columns_of(ink: Ink, line: Region) -> list[Region]:
    """The parts of a line of free text that wide gaps set apart."""
    widest = COLUMN_GAP * (line.y1 - line.y0)
    parts: list[list[int]] = []
    for left, right in runs(np.asarray(ink[line.y0 : line.y1, line.x0 : line.x1].any(axis=0))):
        if parts and left - parts[-1][1] <= widest:
            parts[-1][1] = right
        else:
            parts.append([left, right])
    return [Region(line.x0 + left, line.y0, line.x0 + right, line.y1) for left, right in parts]


def _union(one: Region, other: Region) -> Region:
    return Region(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
