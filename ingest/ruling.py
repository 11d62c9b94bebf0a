"""A page as a picture: how far it is askew, which pixels are ink, which ink is ruled lines. Arrays only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.page import Rule

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]

DARK = 0.78
"""Ink is darker than this share of the paper around it."""
PAPER_BLOCK = 48
"""Pixels: the paper's brightness is taken from squares of this size."""
STEEPEST = 4.0
"""Degrees: pages turned farther are not straightened."""
POINTS_LOOKED_AT = 60_000
FLAT_LENGTH, TALL_LENGTH = 22.0, 13.0
"""Points: shorter strokes are text. Rows are lower than columns are wide."""
FILLED = 0.9
"""Share of ink along a ruled line, which may be broken."""
APART, BESIDE_RULE, CROSSED = 0.4, 1.6, 0.12
"""Points: from so far beside a rule, so deep, there is paper; the share of ink there that other rules may make."""
SAME_RULE, BROKEN = 1.5, 9.0
"""Points: pieces this close across, with a gap no longer along, are one rule. A row is higher."""
THICKEST_RULE = 4.0
"""Points: a thicker bar is no rule."""


def paper(grey: Grey) -> NDArray[np.float32]:
    """The brightness of the paper at each pixel, so that shadows of the scanner's lid are not ink."""
    height, width = grey.shape
    rows, columns = -(-height // PAPER_BLOCK), -(-width // PAPER_BLOCK)
    padded = np.pad(grey, ((0, rows * PAPER_BLOCK - height), (0, columns * PAPER_BLOCK - width)), mode="edge")
    blocks = padded.reshape(rows, PAPER_BLOCK, columns, PAPER_BLOCK).swapaxes(1, 2).reshape(rows, columns, -1)
    bright = np.percentile(blocks[:, :, ::7], 80, axis=2).astype(np.float32)
    bright = np.maximum(bright, 0.5 * float(np.median(bright)))
    return np.repeat(np.repeat(bright, PAPER_BLOCK, 0), PAPER_BLOCK, 1)[:height, :width]


def ink_of(grey: Grey) -> Ink:
    """Which pixels are ink; lone specks are not."""
    dark = grey < DARK * paper(grey)
    around = box_sum(box_sum(dark.astype(np.int32), 3, 0), 3, 1)
    return np.asarray(dark & (around >= 3))


def box_sum(values: NDArray[np.int32], length: int, axis: int) -> NDArray[np.int32]:
    """The sum over a window of `length` (odd) around each place along an axis."""
    half = length // 2
    pad = [(0, 0), (0, 0)]
    pad[axis] = (half + 1, half)
    total = np.cumsum(np.pad(values, pad), axis=axis, dtype=np.int32)
    size = values.shape[axis]
    upper = np.take(total, range(length, length + size), axis=axis)
    lower = np.take(total, range(size), axis=axis)
    return np.asarray(upper - lower)


def skew_of(ink: Ink) -> float:
    """By how many degrees the page must be turned counter-clockwise for its lines to run level."""
    ys, xs = np.nonzero(ink)
    step = max(len(xs) // POINTS_LOOKED_AT, 1)
    ys, xs = ys[::step].astype(np.float32), xs[::step].astype(np.float32)
    if len(xs) < 500:
        return 0.0
    angle = 0.0
    for reach, pace in ((STEEPEST, 0.2), (0.2, 0.02)):
        tried = np.arange(angle - reach, angle + reach + pace / 2, pace)
        scores = [_levelness(xs, ys, float(degrees)) for degrees in tried]
        angle = round(float(tried[int(np.argmax(scores))]), 2)
    return angle


def _levelness(xs: NDArray[Any], ys: NDArray[Any], degrees: float) -> float:
    """How unevenly ink falls on rows when the page is turned: highest when lines run level."""
    rows = (ys - xs * np.float32(np.tan(np.radians(degrees)))).astype(np.int32)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float((counts**2).sum())


def find_rules(ink: Ink, scale: float) -> list[Rule]:
    """The ruled lines, in points; `scale` is pixels a point."""
    flat = [Rule(x0, y, x1, y) for y, x0, x1 in _bars(ink, FLAT_LENGTH, scale)]
    tall = [Rule(x, y0, x, y1) for x, y0, y1 in _bars(ink.T, TALL_LENGTH, scale)]
    return flat + tall


def _bars(ink: Ink, length: float, scale: float) -> list[tuple[float, float, float]]:
    """Bars along the second axis as (position, low, high) in points."""
    window = int(length * scale) | 1
    thick = box_sum(ink.astype(np.int32), 3, 0) > 0
    core = box_sum(thick.astype(np.int32), window, 1) >= FILLED * window
    # a window is full at its middle: it reaches half its length to both sides
    bars = (box_sum(core.astype(np.int32), window, 1) > 0) & thick
    found = []
    for rows, low, high in _components(bars):
        bar = len(rows) <= THICKEST_RULE * scale and high - low >= length * scale / 2
        if bar and _stands_free(ink, (rows[0], rows[-1]), (low, high), scale):
            found.append(((sum(rows) / len(rows) + 0.5) / scale, low / scale, high / scale))
    return _mended(found)


def _stands_free(ink: Ink, rows: tuple[int, int], span: tuple[int, int], scale: float) -> bool:
    """Whether there is paper along both sides of a bar: strokes of neighbouring characters also make bars."""
    apart, deep = max(round(APART * scale), 1), max(round(BESIDE_RULE * scale), 2)
    trim = min(2 * deep, (span[1] - span[0]) // 4)  # other rules end where this one does
    span = (span[0] + trim, span[1] - trim)
    above = ink[max(rows[0] - apart - deep, 0) : max(rows[0] - apart, 0), span[0] : span[1]]
    below = ink[rows[1] + 1 + apart : rows[1] + 1 + apart + deep, span[0] : span[1]]
    return all(not side.size or float(side.mean()) <= CROSSED for side in (above, below))


def _mended(bars: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The bars, those of one line with a short gap between them joined: pale copies break rules."""
    mended: list[tuple[float, float, float]] = []
    for position, low, high in sorted(bars, key=lambda bar: bar[1]):
        near = [i for i, b in enumerate(mended) if abs(b[0] - position) <= SAME_RULE and 0 < low - b[2] <= BROKEN]
        if near:
            before = mended.pop(near[0])
            mended.append((before[0], before[1], max(high, before[2])))
        else:
            mended.append((position, low, high))
    return mended


def runs(row: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _components(bars: NDArray[np.bool_]) -> list[tuple[list[int], int, int]]:
    """Runs of neighbouring rows that overlap: their rows and their extent."""
    done: list[tuple[list[int], int, int]] = []
    growing: list[tuple[list[int], int, int]] = []
    for row in range(bars.shape[0]):
        found = runs(bars[row]) if bars[row].any() else []
        grown: list[tuple[list[int], int, int]] = []
        for low, high in found:
            touching = [part for part in growing if part[1] < high and low < part[2]]
            growing = [part for part in growing if part not in touching]
            touching += [part for part in grown if part[1] < high and low < part[2]]
            grown = [part for part in grown if part not in touching]
            rows = sorted({row, *(r for part in touching for r in part[0])})
            grown.append((rows, min([low, *(p[1] for p in touching)]), max([high, *(p[2] for p in touching)])))
        done += growing
        growing = grown
    return done + growing
