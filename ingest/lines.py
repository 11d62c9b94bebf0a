"""Glyphs of one region into lines of text: grouped by baseline, small raised and lowered glyphs attached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.glyphs import lowered, normal, raised
from ingest.page import Glyph

SAME_LINE = 0.45
"""Baselines closer than this share of the font size belong to one line."""
SMALL = 0.75
"""A glyph below this share of the region's font size may be raised or lowered."""
WORD_GAP = 0.25
"""Wider gaps than this share of the font size, between letters or digits, are spaces."""
DUPLICATE = 0.3
"""The same character drawn again within this share of the font size is fake bold."""
RAISED_BY, LOWERED_BY = 0.12, -0.08


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text as stored, as printed, and where it stands (points, top left origin)."""

    text: str
    raw: str
    x0: float
    x1: float
    baseline: float
    size: float

    @property
    def top(self) -> float:
        """A height above the line's ink, good enough for boxes."""
        return self.baseline - 0.9 * self.size

    @property
    def bottom(self) -> float:
        """A height below the line's ink."""
        return self.baseline + 0.2 * self.size


def common_size(glyphs: Sequence[Glyph]) -> float:
    """The font size most glyphs have, to a tenth of a point."""
    return Counter(round(g.size, 1) for g in glyphs).most_common(1)[0][0]


def group_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a region from top to bottom; every glyph goes into exactly one line or is a fake-bold duplicate."""
    if not glyphs:
        return []
    size = common_size(glyphs)
    full = sorted((g for g in glyphs if g.size >= SMALL * size), key=lambda g: g.baseline)
    groups: list[list[Glyph]] = []
    for glyph in full:
        if groups and glyph.baseline - groups[-1][0].baseline <= SAME_LINE * size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    baselines = [Counter(g.baseline for g in group).most_common(1)[0][0] for group in groups]
    for glyph in (g for g in glyphs if g.size < SMALL * size):
        groups[_nearest(glyph, groups, baselines)].append(glyph)
    return [_line(group, base) for group, base in zip(groups, baselines, strict=True)]


def free_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines of text outside tables, where headings, page numbers and body text of several sizes stand mixed."""
    by_size: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_size.setdefault(round(glyph.size), []).append(glyph)
    lines = [line for same in by_size.values() for line in group_lines(same)]
    return sorted(lines, key=lambda line: (line.baseline, line.x0))


def _nearest(small: Glyph, groups: list[list[Glyph]], baselines: list[float]) -> int:
    """Which line a small glyph belongs to: the one with a neighbour to its left, then the closest baseline."""

    def distance(index: int) -> float:
        shift = baselines[index] - small.baseline
        neighbour = min((abs(small.x0 - g.x1) for g in groups[index]), default=0.0)
        return abs(shift - 0.15 * small.size) + 0.2 * min(neighbour, 5 * small.size)

    return min(range(len(groups)), key=distance)


def _line(group: list[Glyph], baseline: float) -> Line:
    ordered = sorted(group, key=lambda g: g.x0)
    size = common_size(ordered)
    text, printed = [], []
    last: Glyph | None = None
    for glyph in ordered:
        if last is not None and _is_duplicate(last, glyph):
            continue
        if last is not None and _is_space(last, glyph, size):
            text.append(" ")
        text.append(_stored(glyph, baseline, size))
        printed.append(glyph.text)
        last = glyph
    x1 = max(g.x1 for g in ordered)
    return Line("".join(text), "".join(printed), ordered[0].x0, x1, baseline, size)


def _stored(glyph: Glyph, baseline: float, size: float) -> str:
    character = normal(glyph.text)
    if glyph.size >= SMALL * size:
        return character
    shift = (baseline - glyph.baseline) / size
    if shift > RAISED_BY:
        return raised(character)
    return lowered(character) if shift < LOWERED_BY else character


def _is_duplicate(last: Glyph, glyph: Glyph) -> bool:
    close = DUPLICATE * min(last.size, glyph.size)
    same = last.text == glyph.text and abs(last.size - glyph.size) < 0.1
    return same and glyph.x0 - last.x0 < close and abs(glyph.baseline - last.baseline) < close


def is_word(character: str) -> bool:
    """Whether the character is part of a Latin word or number, between which spaces matter."""
    return character.isascii() and character.isalnum()


def _is_space(last: Glyph, glyph: Glyph, size: float) -> bool:
    gap = glyph.x0 - last.x1
    return gap > WORD_GAP * size and is_word(normal(last.text)) and is_word(normal(glyph.text))


def join_lines(lines: Sequence[str]) -> str:
    """Wrapped lines as one text: breaks vanish, but a letter never runs into the word or number after it."""
    text = ""
    for line in lines:
        needs_space = bool(text and line) and text[-1].isascii() and text[-1].isalpha() and is_word(line[0])
        text += (" " if needs_space else "") + line
    return text
