"""The second reading of a page: what its content shows in pdfplumber's fonts, compared with what PDFium gave.

A quick count finds the pages that differ; pdfplumber's positions then tell whether a character is really missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ingest.glyphs import normal
from ingest.page import Glyph, PageContent
from ingest.plumber import NoSecondReading, PlumberDocument

NEAR = 0.6
"""Two readings of one glyph lie within this share of its size."""
OVERLAP = 0.4
"""Glyphs that share more of the narrower one's width stand in the same place."""


def missing_glyphs(page: PageContent, reference: PlumberDocument) -> list[Glyph] | None:
    """The glyphs pdfplumber sees on the page and PDFium does not; None where no second reading is possible."""
    if _counts_agree(page, reference):
        return []
    try:
        return unmatched(reference.glyphs(page.number - 1), page)
    except NoSecondReading:
        return None


def _counts_agree(page: PageContent, reference: PlumberDocument) -> bool:
    try:
        shown = reference.shown_text(page.number - 1)
    except NoSecondReading:
        return False
    left_out = "".join(page.dropped.values())
    return _count([*(glyph.text for glyph in page.glyphs), *left_out]) == _count(shown)


def _count(characters: Iterable[str]) -> Counter[str]:
    raw = Counter(characters)
    counts: Counter[str] = Counter()
    for character, number in raw.items():
        if character.strip():
            counts[normal(character)] += number
    return counts


def unmatched(reference: Iterable[Glyph], page: PageContent) -> list[Glyph]:
    """Reference glyphs without a glyph of the same meaning at the same place; what does not show is left out."""
    places: dict[str, list[Glyph]] = {}
    for glyph in page.glyphs:
        places.setdefault(normal(glyph.text), []).append(glyph)
    hidden = _count("".join(page.dropped.values()))
    missing = []
    for glyph in reference:
        for character in normal(glyph.text):
            found = any(_near(glyph, other) for other in places.get(character, ()))
            if not found and hidden[character] > 0:
                hidden[character] -= 1
            elif not found:
                missing.append(glyph._replace(text=character))
    return missing


def standing_free(missing: Iterable[Glyph], page: PageContent) -> list[Glyph]:
    """Those missing glyphs in whose place PDFium gave nothing at all, so that they can simply be put in."""
    return [glyph for glyph in missing if not any(_overlap(glyph, other) for other in page.glyphs)]


def _near(one: Glyph, other: Glyph) -> bool:
    close = NEAR * max(one.size, other.size)
    return abs(one.baseline - other.baseline) <= close and one.x0 - close <= other.x0 <= one.x1 + close


def _overlap(one: Glyph, other: Glyph) -> bool:
    if abs(one.baseline - other.baseline) > NEAR * other.size:
        return False
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > OVERLAP * min(one.x1 - one.x0, other.x1 - other.x0)
