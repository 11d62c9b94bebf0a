"""Glyphs of a page of running text into lines, blanks kept: what stands between 第一条 and its words is only a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ingest.glyphs import lowered, normal, raised
from ingest.lines import LOWERED_BY, RAISED_BY, SMALL, WORD_GAP, common_size, is_duplicate, is_word
from ingest.page import Glyph

SAME_LINE = 0.45
"""Baselines closer than this share of the smaller font size belong to one line."""
ATTACHED = 0.7
"""A small glyph whose baseline is within this share of the font size of a line's is raised or lowered in it."""
BLANK = 0.6
"""Wider gaps than this share of the font size are blanks (U+3000): no justified line is set so wide."""
_LABEL = re.compile(r"[0-9A-Z](?:\.?[0-9]{1,3})*|第[一二三四五六七八九十百千零〇0-9]+[编章节条]")
"""A number at the head of a line, after which a narrow gap is a blank too."""


class TextLine(msgspec.Struct, frozen=True, gc=False):
    """One line with its place: points from the page's top left corner."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


class TextPage(msgspec.Struct):
    """A page of running text, its lines from top to bottom.

    `hazard_table` says that a table with the manual's column titles stands on it; `problems` are codes of PAGE_REASONS.
    """

    number: int
    lines: list[TextLine]
    hazard_table: bool = False
    problems: list[str] = []


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines of a page, whatever sizes stand mixed on it; every glyph goes into exactly one."""
    if not glyphs:
        return []
    usual = common_size(glyphs)
    groups = _grouped([g for g in glyphs if g.size >= SMALL * usual])
    tops = [group[0].baseline for group in groups]
    apart: list[Glyph] = []
    for glyph in (g for g in glyphs if g.size < SMALL * usual):
        near = min(range(len(groups)), key=lambda i: abs(tops[i] - glyph.baseline), default=None)
        if near is not None and abs(tops[near] - glyph.baseline) < ATTACHED * usual and _beside(glyph, groups[near]):
            groups[near].append(glyph)
        else:
            apart.append(glyph)
    lines = [_line(group) for group in [*groups, *_grouped(apart)]]
    return sorted(lines, key=lambda line: (line.baseline, line.x0))


def _beside(small: Glyph, group: Sequence[Glyph]) -> bool:
    """Whether a small glyph touches a line's glyphs, as a raised figure does and a page number does not."""
    return any(abs(small.x0 - g.x1) < g.size or abs(small.x1 - g.x0) < g.size for g in group)


def _grouped(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        last = groups[-1][-1] if groups else None
        if last is not None and glyph.baseline - last.baseline <= SAME_LINE * min(glyph.size, last.size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return groups


def _line(group: list[Glyph]) -> TextLine:
    group.sort(key=lambda g: g.x0)
    size = common_size(group)
    large = sorted(g.baseline for g in group if g.size >= SMALL * size)
    baseline = large[len(large) // 2]
    text = ""
    last: Glyph | None = None
    for glyph in group:
        if last is not None and glyph.text == last.text and is_duplicate(last, glyph):
            continue
        character = normal(glyph.text)
        text += _blank(text, character, glyph.x0 - last.x1 if last else 0.0, size)
        text += character if glyph.size >= SMALL * size else _shifted(character, (baseline - glyph.baseline) / size)
        last = glyph
    return TextLine(text, group[0].x0, max(g.x1 for g in group), baseline, size)


def _blank(before: str, character: str, gap: float, size: float) -> str:
    """What a gap of so many points stands for."""
    if gap > BLANK * size:
        return "\u3000"
    if gap <= WORD_GAP * size or not before:
        return ""
    return " " if (is_word(before[-1]) and is_word(character)) or _LABEL.fullmatch(before) else ""


def _shifted(character: str, shift: float) -> str:
    if shift > RAISED_BY:
        return raised(character)
    return lowered(character) if shift < LOWERED_BY else character
