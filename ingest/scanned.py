"""A page that is a picture into glyphs and rules, as if it had been read from a born-digital file.

Straightened, its rules found, the lines of each cell cut out and recognised one by one: so no line reaches over two
cells, and a lone digit in its cell is not overlooked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.cells import Box, Grid, find_grids
from ingest.ocr import Grey, ReadCharacter, Recogniser
from ingest.page import Glyph, PageContent, Rule
from ingest.picture import from_array, to_array, turned
from ingest.ruling import Ink, find_rules, ink_of, skew_of
from ingest.textlines import Region, bands, columns_of, lines_of, usual_height

SCAN_DPI = 200
"""Pages are drawn at this resolution, whatever theirs."""
RULE_WIDTH = 1.4
"""Points on both sides of a rule that are its own ink."""
BESIDE, ABOVE = 1.2, 0.15
"""Paper kept around a line, in line heights."""
EM = 1.08
"""The font size in heights of a line's ink."""
DESCENT = 0.08
"""How far ink reaches below the baseline, in line heights."""
LOWEST_TABLE = 24.0
"""Points: a header and a row of one line are higher together."""
WIDE = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
UNSURE = 0.6
"""A character of less confidence makes its row doubtful."""

_NUMBER = re.compile(r"[Il|]|[0-9]+[Il|][0-9]*|[Il|][0-9]+")
_DIGITS = str.maketrans("Il|", "111")
_LETTERS = "aq|dl|fz|ga|gb[jz]?|hg|jb|jg[jb]?|ld|mt|qb|sg|sy|tsg|ws|xf|yb"
_STANDARD = re.compile(rf"(?<![A-Za-z])(?:{_LETTERS})(?=/T|\s?[A-Z]?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page read: its content, by how many degrees it was turned, glyphs the model was unsure of."""

    content: PageContent
    turn: float
    unsure: list[Glyph]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A straightened page: `grey` picture, its `ink` without the rules, pixels a point."""

    grey: Grey
    ink: Ink
    scale: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of text, the cell it stands in, and the usual height of lines there, in pixels."""

    line: Region
    cell: Region
    height: float


class TooManyLines(Exception):  # noqa: N818 - a signal within ingest, never shown
    """The page holds more lines of text than the limit allows."""


def read_scan(picture: Grey, number: int, scale: float, recogniser: Recogniser, *, most: int = 2000) -> Scan:
    """The page drawn in `picture` (dark on light, `scale` pixels a point); raises TooManyLines beyond `most`."""
    turn = skew_of(ink_of(picture))
    grey = to_array(turned(from_array(picture), turn)) if turn else picture
    ink = ink_of(grey)
    rules, grids = _tables(ink, scale)
    _erase(ink, rules, scale)
    sheet = _Sheet(grey, ink, scale)
    places = list(itertools.islice(_places(sheet, grids), most + 1))
    if len(places) > most:
        raise TooManyLines
    read = recogniser.read([_crop(sheet, place) for place in places])
    glyphs: list[Glyph] = []
    unsure: list[Glyph] = []
    for place, characters in zip(places, read, strict=True):
        made = _glyphs(place, characters, scale)
        glyphs += [glyph for glyph, _ in made]
        unsure += [glyph for glyph, confidence in made if confidence < UNSURE]
    height, width = picture.shape
    content = PageContent(number, width / scale, height / scale, glyphs, rules, 1.0, {})
    return Scan(content, turn, unsure)


def _tables(ink: Ink, scale: float) -> tuple[list[Rule], list[Grid]]:
    """The page's rules and the tables they make, without the strokes of a large title, which look like low tables."""
    rules = find_rules(ink, scale)
    titles = [grid.box for grid in find_grids(rules) if grid.box.y1 - grid.box.y0 < LOWEST_TABLE]
    kept = [rule for rule in rules if not any(_inside(rule, box) for box in titles)]
    return kept, find_grids(kept)


def _inside(rule: Rule, box: Box) -> bool:
    return box.x0 - 1 <= rule.x0 and rule.x1 <= box.x1 + 1 and box.y0 - 1 <= rule.y0 and rule.y1 <= box.y1 + 1


def _erase(ink: Ink, rules: Sequence[Rule], scale: float) -> None:
    """Takes the rules' ink away, so that what is left in a cell is text."""
    for rule in rules:
        x0, x1 = int((rule.x0 - RULE_WIDTH) * scale), int((rule.x1 + RULE_WIDTH) * scale) + 1
        y0, y1 = int((rule.y0 - RULE_WIDTH) * scale), int((rule.y1 + RULE_WIDTH) * scale) + 1
        ink[max(y0, 0) : y1, max(x0, 0) : x1] = False


def _places(sheet: _Sheet, grids: Sequence[Grid]) -> Iterator[_Place]:
    """The lines of text of a page: those of the cells, then the free ones."""
    cells = [_region(box, sheet) for grid in grids for box in grid.outlines().values()]
    found = [bands(sheet.ink, cell) for cell in cells]
    height = usual_height(found, sheet.scale)
    for cell, parts in zip(cells, found, strict=True):
        for line in lines_of(sheet.ink, parts, height):
            yield _Place(line, cell, height)
    free = sheet.ink.copy()
    for grid in grids:
        region = _region(grid.box, sheet)
        free[region.y0 : region.y1, region.x0 : region.x1] = False
    page = Region(0, 0, free.shape[1], free.shape[0])
    outside = bands(free, page)
    height = usual_height([outside], sheet.scale)
    for line in lines_of(free, outside, height):
        for part in columns_of(free, line):
            yield _Place(part, page, part.y1 - part.y0)


def _region(box: Box, sheet: _Sheet) -> Region:
    scale, (height, width) = sheet.scale, sheet.ink.shape
    x0, y0 = max(int(box.x0 * scale), 0), max(int(box.y0 * scale), 0)
    return Region(x0, y0, min(int(box.x1 * scale) + 1, width), min(int(box.y1 * scale) + 1, height))


def _crop(sheet: _Sheet, place: _Place) -> Grey:
    """The line with the paper around it, as far as its cell goes: a pale full stop is not always ink."""
    line, cell, inset = place.line, place.cell, int(RULE_WIDTH * sheet.scale)
    beside, above = int(BESIDE * place.height), max(int(ABOVE * place.height), 1)
    x0, x1 = max(line.x0 - beside, cell.x0 + inset, 0), min(line.x1 + beside, cell.x1 - inset)
    y0, y1 = max(line.y0 - above, cell.y0), min(line.y1 + above, cell.y1)
    part = sheet.grey[y0:y1, min(x0, line.x0) : max(x1, line.x1)]
    return np.pad(part, 2, constant_values=int(np.percentile(part, 95)))


def _glyphs(place: _Place, characters: Sequence[ReadCharacter], scale: float) -> list[tuple[Glyph, float]]:
    """The characters as glyphs side by side, each with the model's confidence; spaces leave room."""
    texts = as_printed([character.text for character in characters])
    widths = [0.5 if c.text.isascii() else 1.0 for c in characters]
    total = max(sum(widths), 0.5)
    region, size = place.line, place.height * EM / scale
    x, step = region.x0 / scale, (region.x1 - region.x0) / scale / total
    baseline = region.y1 / scale - DESCENT * size
    made = []
    for text, character, width in zip(texts, characters, widths, strict=True):
        if text.strip():
            made.append((Glyph(text, x, x + width * step, baseline, size), character.confidence))
        x += width * step
    return made


def as_printed(characters: Sequence[str]) -> list[str]:
    """The characters of a line as Chinese print sets them: the model takes （ and ( for the same, and a G for a g in
    the letters of standards (gB 16912, TSg 21), and a lone 1 for an I.
    """
    text = "".join(WIDE.get(character, character) for character in characters)
    if len(text) != len(characters):
        return list(characters)
    if _NUMBER.fullmatch(text):
        return list(text.translate(_DIGITS))
    return list(_STANDARD.sub(lambda found: found[0].upper(), text))
