"""Lays the made-up booklet out by hand: rows cut into bands that fit the pages, as the manual's typesetter does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.ingest.golden import Booklet, Chapter, Place

PITCH = 12.7
PADDING = 8.0
ROOM = 180.0
"""Points of height a page has for table rows."""
FEWEST_LINES = 2
"""A row is cut at the page's end only if so many lines of its measures stay and as many go over."""

Wrap = Callable[[str, int], list[str]]
"""The lines a text takes in a column."""


@dataclass
class Band:
    """One table row on one page: a section, or the lines of each column that stand in it.

    `opens` and `closes` say whether the place begins and ends with this band; `cut` that the row goes on overleaf;
    `ruled` that a line is drawn below it; `basis_opens` and `basis_closes` are the same for the basis cell.
    """

    columns: list[list[str]]
    height: float
    section: str = ""
    opens: bool = True
    closes: bool = True
    cut: bool = False
    ruled: bool = True
    basis_opens: bool = True
    basis_closes: bool = True


@dataclass
class Sheet:
    """A page: the chapter heading it opens with, if any, and its bands."""

    heading: str = ""
    bands: list[Band] = field(default_factory=list)

    @property
    def left(self) -> float:
        """The height still free."""
        return ROOM - sum(band.height for band in self.bands)


def _height(columns: list[list[str]]) -> float:
    return max(len(lines) for lines in columns) * PITCH + 2 * PADDING


def _bands(place: Place, wrap: Wrap) -> Iterator[Band]:
    spans = place.basis_spans()
    basis_left = 0
    for index, hazard in enumerate(place.hazards):
        columns = [
            wrap(hazard.text, 2),
            [line for accident in hazard.accidents for line in wrap(accident, 3)],
            [line for measure in hazard.measures for line in wrap(measure, 4)],
            [line for item in (hazard.basis or "").split("\n") for line in wrap(item, 5)],
        ]
        own = [wrap(place.no, 0), wrap(place.name, 1)] if not index else [[], []]
        last = index == len(place.hazards) - 1
        basis_left = spans[index] or basis_left
        basis_left -= 1
        band = Band([*own, *columns], _height(columns), opens=not index, closes=last)
        band.basis_opens, band.basis_closes = bool(spans[index]), basis_left == 0
        yield band


def _cut(band: Band, room: float) -> tuple[Band, Band]:
    """A band in two: the measures that fit stay, the rest goes overleaf with nothing beside it."""
    lines = int((room - 2 * PADDING) // PITCH)
    here = [*band.columns[:4], band.columns[4][:lines], band.columns[5]]
    there: list[list[str]] = [[], [], [], [], band.columns[4][lines:], []]
    first = Band(here, room, opens=band.opens, closes=False, cut=True)
    first.basis_opens, first.basis_closes = band.basis_opens, False
    second = Band(there, _height(there), opens=False, closes=band.closes)
    second.basis_opens, second.basis_closes = False, band.basis_closes
    return first, second


def _chapter_bands(chapter: Chapter, wrap: Wrap) -> Iterator[Band]:
    for block in chapter.blocks:
        for section in block.new_sections:
            yield Band([], 18.0, section=section)
        for place in block.places:
            yield from _bands(place, wrap)


def lay_out(book: Booklet, wrap: Wrap, unruled: str) -> list[Sheet]:
    """The booklet's pages. Below the hazard with the text `unruled` no line is drawn."""
    sheets: list[Sheet] = []
    for chapter in book.chapters:
        sheets.append(Sheet(chapter.title))
        for band in _chapter_bands(chapter, wrap):
            _add(sheets, band)
            if len(band.columns) == 6 and "".join(band.columns[2]) == unruled:
                band.ruled = False
    return sheets


def _add(sheets: list[Sheet], band: Band) -> None:
    room = sheets[-1].left
    if band.height <= room:
        sheets[-1].bands.append(band)
    elif not band.section and _can_be_cut(band, room):
        first, second = _cut(band, room)
        sheets[-1].bands.append(first)
        sheets.append(Sheet(bands=[second]))
    else:
        sheets.append(Sheet(bands=[band]))


def _can_be_cut(band: Band, room: float) -> bool:
    fits = int((room - 2 * PADDING) // PITCH)
    others = max(len(lines) for column, lines in enumerate(band.columns) if column != 4)
    return fits >= max(others, FEWEST_LINES) and len(band.columns[4]) - fits >= FEWEST_LINES
