"""A font for awkward prints: the project's own with radicals, a plane-16 decimal point and raised figures left out."""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont

from web.documents import fonts as font_package

REGULAR = Path(next(iter(font_package.__path__))) / "HazardkbSansSC-Regular.ttf"
FAMILY = "Awkward Sans"
RADICALS = {"大": "⼤", "气": "⽓", "风": "⻛", "火": "⽕", "水": "⽔"}
"""Ideographs that awkward prints write as the radical characters of the same glyph."""
POINT = "\U001001b0"


def make_awkward_font(path: Path) -> Path:
    """Writes the font to `path`: radicals share the ideographs' glyphs, U+1001B0 the full stop's."""
    font = TTFont(REGULAR)
    best = font.getBestCmap()
    added = {ord(radical): best[ord(ideograph)] for ideograph, radical in RADICALS.items()}
    added[ord(POINT)] = best[ord(".")]
    for table in font["cmap"].tables:
        fits = {code: glyph for code, glyph in added.items() if code < 0x10000 or table.format == 12}
        if table.isUnicode():
            table.cmap.update(fits)
    if not any(table.format == 12 for table in font["cmap"].tables):
        _add_format_12(font, best | added)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
    font.save(path)
    return path


def _add_format_12(font: TTFont, mapping: dict[int, str]) -> None:
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = mapping
    font["cmap"].tables.append(table)


def awkward(text: str) -> str:
    """The text as awkward prints write it: radicals for ideographs, the plane-16 point between digits."""
    for ideograph, radical in RADICALS.items():
        text = text.replace(ideograph, radical)
    pieces = []
    for index, character in enumerate(text):
        between = character == "." and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
        pieces.append(POINT if between else character)
    return "".join(pieces)
