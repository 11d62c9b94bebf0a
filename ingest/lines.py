"""Glyphs of one region into lines of text: grouped by baseline, small raised and lowered glyphs attached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from ingest.glyphs import lowered, normal, raised
from ingest.page import Glyph

SAME_LINE = 0.45
"""Baselines closer than this share of the font size belong to one line."""
SMALL = 0.75
"""A glyph below this share of the region's font size may be raised or lowered."""
WORD_GAP = 0.15
"""Wider gaps than this share of the font size, between letters or digits, are spaces."""
DUPLICATE = 0.4
"""The same character drawn again within this share of its own width is fake bold."""
SAME_PLACE = 0.02
"""Points: glyphs no farther apart are parts of one drawn glyph."""
RAISED_BY, LOWERED_BY = 0.12, -0.08


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line: its text as stored and as printed, and where it stands (points, top left origin).

    `duplicates` counts glyphs left out because they only made the line look bold.
    """

    text: str
    raw: str
    x0: float
    x1: float
    baseline: float
    size: float
    duplicates: int = 0

    @property
    def glyphs(self) -> int:
        """How many glyphs of the page the line accounts for, duplicates included."""
        return len(self.raw) + self.duplicates


def common_size(glyphs: Sequence[Glyph]) -> float:
    """The font size most glyphs have, to a tenth of a point."""
    sizes = [g.size for g in glyphs]
    if max(sizes) - min(sizes) < 0.05:
        return sizes[0]
    return Counter(round(size, 1) for size in sizes).most_common(1)[0][0]


def group_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a region from top to bottom; every glyph goes into exactly one line."""
    if not glyphs:
        return []
    size = common_size(glyphs)
    least = SMALL * size
    ordered = sorted(glyphs, key=lambda g: g.baseline)
    groups: list[list[Glyph]] = []
    small: list[Glyph] = []
    top = float("-inf")
    for glyph in ordered:
        if glyph.size < least:
            small.append(glyph)
        elif glyph.baseline - top <= SAME_LINE * size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
            top = glyph.baseline
    baselines = [group[len(group) // 2].baseline for group in groups]
    for glyph in small:
        groups[_nearest(glyph, groups, baselines)].append(glyph)
    return [_line(group, base, size) for group, base in zip(groups, baselines, strict=True)]


def free_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines of text outside tables, where headings, page numbers and body text of several sizes stand mixed."""
    by_size: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_size.setdefault(round(glyph.size), []).append(glyph)
    lines = [line for same in by_size.values() for line in group_lines(same)]
    return sorted(lines, key=lambda line: (line.baseline, line.x0))


def _nearest(small: Glyph, groups: list[list[Glyph]], baselines: list[float]) -> int:
    """Which line a small glyph belongs to: one with a neighbour to its left and a close baseline."""

    def distance(index: int) -> float:
        shift = baselines[index] - small.baseline
        gap = min((abs(small.x0 - g.x1) for g in groups[index]), default=0.0)
        return abs(shift - 0.15 * small.size) + 0.2 * min(gap, 5 * small.size)

    return min(range(len(groups)), key=distance)


def _line(group: list[Glyph], baseline: float, size: float) -> Line:
    group.sort(key=lambda g: g.x0)
    text: list[str] = []
    printed: list[str] = []
    last: Glyph | None = None
    right = 0.0
    for glyph in group:
        character = normal(glyph.text)
        if last is not None:
            if glyph.text == last.text and is_duplicate(last, glyph):
                continue
            if glyph.x0 - last.x1 > WORD_GAP * size and is_word(character) and is_word(text[-1]):
                text.append(" ")
        text.append(character if glyph.size >= SMALL * size else _shifted(character, glyph, baseline, size))
        printed.append(glyph.text)
        last, right = glyph, max(right, glyph.x1)
    duplicates = len(group) - len(printed)
    return Line("".join(text), "".join(printed), group[0].x0, right, baseline, size, duplicates)


def _shifted(character: str, glyph: Glyph, baseline: float, size: float) -> str:
    shift = (baseline - glyph.baseline) / size
    if shift > RAISED_BY:
        return raised(character)
    return lowered(character) if shift < LOWERED_BY else character


def is_duplicate(last: Glyph, glyph: Glyph) -> bool:
    """Whether the glyph is the last one drawn again. In the very same place it is not: PDFium drops such, and gives
    the parts of a ligature (“——” in one glyph) one place.
    """
    close = DUPLICATE * (last.x1 - last.x0)
    beside, below = glyph.x0 - last.x0, abs(glyph.baseline - last.baseline)
    aligned = below < close and abs(last.size - glyph.size) < 0.1
    return aligned and beside + below > SAME_PLACE and beside < close


def is_word(text: str) -> bool:
    """Whether the text is part of a Latin word or number, between which spaces matter."""
    return text.isascii() and text.isalnum()


def join_lines(lines: Sequence[str]) -> str:
    """Wrapped lines as one text: breaks vanish, but a letter never runs into the word or number after it."""
    text = ""
    for line in lines:
        needs_space = bool(text and line) and text[-1].isascii() and text[-1].isalpha() and is_word(line[0])
        text += (" " if needs_space else "") + line
    return text
