"""Rows that run over a page, places that span rows, sections and chapters: pages of raw rows into one sequence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.lines import Line, join_lines
from ingest.tables import FIELDS, Heading, RawPage, RawRow, RawTable

DOUBTFUL = 2.0
"""A page-crossing decision with less evidence than this is flagged."""

_NUMBER = re.compile(r"^[（(]\s*(\d{1,2})\s*[)）]")
_TOP_LEVEL = re.compile(r"^[一二三四五六七八九十]+、")
_ENDED = tuple("。；;！!？?.”）")


@dataclass(slots=True)
class PlaceGroup:
    """The rows of one place: its printed number and text, and how many hazards it has so far."""

    ordinal: int
    row_no: str
    location: str
    hazards: int = 0
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class StitchedRow:
    """One row of the manual with all its printed parts."""

    chapter: str
    chapter_ordinal: int
    section: tuple[str, ...]
    group: PlaceGroup
    hazard_ordinal: int
    parts: list[RawRow]
    flags: list[str] = field(default_factory=list)

    def lines(self, name: str) -> list[Line]:
        """All lines of one field over the row's parts."""
        return [line for part in self.parts for line in part.cells[name].lines]

    def text(self, name: str) -> str:
        """One field without line breaks."""
        return join_lines([line.text for line in self.lines(name)])


def numbers(lines: Iterable[Line]) -> list[int]:
    """The measure numbers that open lines, in order."""
    return [int(found[1]) for line in lines if (found := _NUMBER.match(line.text))]


def _unfinished(row: StitchedRow) -> bool:
    texts = [row.text(name) for name in ("hazard", "control_measures")]
    return any(text and not text.endswith(_ENDED) for text in texts)


def continuation_score(before: StitchedRow, row: RawRow, *, left_open: bool) -> float:
    """Evidence that a page's first row continues the last row of the page before: above 0 it does.

    The weights are those of findings measured on the six booklets and on look-alike prints (docs/decisions).
    """
    measures, hazard = row.cells["control_measures"].lines, row.text("hazard")
    last, first = numbers(before.lines("control_measures")), numbers(measures[:1])
    hazard_number = numbers(row.cells["hazard"].lines[:1])
    evidence = (
        (bool(first and last) and first[0] == last[-1] + 1, 4.0),
        (not hazard, 3.0),
        (not measures, 3.0),
        (bool(measures and last and not first), 2.0),
        (_unfinished(before), 2.0),
        (not row.cells["accident_types"].lines, 1.5),
        (left_open, 1.0),
        (bool(row.text("row_no")), -5.0),
        (first == [1], -4.0),
        (bool(hazard) and hazard_number in ([], [1]) and before.text("hazard").endswith(_ENDED[:1]), -3.0),
        (bool(row.text("location")), -2.0),
    )
    return sum(weight for holds, weight in evidence if holds)


class Stitcher:
    """Walks the pages of one document and hands out its rows in print order."""

    def __init__(self) -> None:
        self.rows: list[StitchedRow] = []
        self.chapters: list[str] = []
        self._sections: list[str] = []
        self._group: PlaceGroup | None = None
        self._groups = 0
        self._table: RawTable | None = None

    def add(self, page: RawPage) -> None:
        """Takes in the next page."""
        first = True
        for item in page.items:
            if isinstance(item, Heading):
                self._chapter(item.text)
                first = False
                continue
            first = self._add_table(item, first=first)
            self._table = item

    def _chapter(self, title: str) -> None:
        self.chapters.append(title)
        self._sections, self._group, self._groups, self._table = [], None, 0, None

    def _section(self, title: str) -> None:
        keep = 0 if _TOP_LEVEL.match(title) else 1
        upper = [s for s in self._sections if _TOP_LEVEL.match(s)]
        self._sections = [*upper[:keep], title]
        self._group = None

    def _add_table(self, table: RawTable, *, first: bool) -> bool:
        above: RawRow | None = None
        for item in table.items:
            if isinstance(item, Heading):
                self._section(item.text)
                above = None
            elif first and self.rows and self._table is not None:
                self._add_first(item, left_open=self._table.open_bottom or table.open_top)
                above = item
            else:
                self._add_row(item, above)
                above = item
            first = False
        return first

    def _add_first(self, row: RawRow, *, left_open: bool) -> None:
        """The first row of a page under no heading: may continue the row, or only the place, before it."""
        before = self.rows[-1]
        score = continuation_score(before, row, left_open=left_open)
        if score > 0:
            before.parts.append(row)
            if row.text("location"):
                before.group.location += row.text("location")
        else:
            self._add_row(row, None, at_top=True)
        if abs(score) < DOUBTFUL:
            self.rows[-1].flags.append("page_join_doubtful")

    def _add_row(self, row: RawRow, above: RawRow | None, *, at_top: bool = False) -> None:
        group = self._place(row, above, at_top=at_top)
        group.hazards += 1
        chapter = self.chapters[-1] if self.chapters else ""
        self.rows.append(
            StitchedRow(chapter, len(self.chapters), tuple(self._sections), group, group.hazards, [row])
        )

    def _place(self, row: RawRow, above: RawRow | None, *, at_top: bool) -> PlaceGroup:
        row_no, location = row.text("row_no"), row.text("location")
        same_cell = above is not None and above.cells["location"].key == row.cells["location"].key
        continues = same_cell or (at_top and not row_no) or not (row_no or location)
        if self._group is None or not continues:
            self._groups += 1
            self._group = PlaceGroup(self._groups, row_no, location)
        elif at_top and location:
            self._group.location += location
            self._group.flags.append("place_joined")
        elif not same_cell and not at_top:
            self._group.flags.append("place_missing")
        return self._group


def fields_of(row: StitchedRow) -> dict[str, str]:
    """The row's fields as plain text, for diagnostics."""
    return {name: row.text(name) for name in FIELDS}
