"""Rows that run over a page, places that span rows, sections and chapters: pages of raw rows into one sequence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.cells import Box
from ingest.lines import Line, join_lines
from ingest.overleaf import NO_CELL, carry_basis
from ingest.rawtable import Heading, RawCell, RawPage, RawRow, RawTable
from kb.model.numerals import to_int

DOUBTFUL = 2.0
"""A decision about a page break with less evidence than this is flagged."""

_NUMBER = re.compile(r"^[（(]\s*(\d{1,2})\s*[)）]")
_TOP_LEVEL = re.compile(r"^[一二三四五六七八九十]+、")
_ENDED = tuple("。；;！!？?.”）")


@dataclass(slots=True)
class PlaceGroup:
    """The rows of one place: its ordinal in the chapter, printed number and text, and its hazards so far."""

    ordinal: int
    row_no: str
    location: str
    hazards: int = 0
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class StitchedRow:
    """One row of the document with all its printed parts, one a page."""

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
    """The numbers （n） that open lines, in order."""
    return [int(found[1]) for line in lines if (found := _NUMBER.match(line.text))]


def _unfinished(row: StitchedRow) -> bool:
    texts = [row.text(name) for name in ("hazard", "control_measures")]
    return any(text and not text.endswith(_ENDED) for text in texts)


def continuation_score(before: StitchedRow, row: RawRow, *, left_open: bool) -> float:
    """Evidence that a page's first row continues the last row of the page before: above 0 it does.

    The weights were measured on the six booklets and on look-alike prints of other toolchains.
    """
    measures, hazard = row.cells["control_measures"].lines, row.text("hazard")
    last, first = numbers(before.lines("control_measures")), numbers(measures[:1])
    accidents = row.cells["accident_types"].lines
    evidence = (
        (bool(first and last) and first[0] == last[-1] + 1, 4.0),
        (not hazard, 3.0),
        (not measures, 3.0),
        (bool(measures and last and not first), 2.0),
        (_unfinished(before), 2.0),
        (not accidents, 1.5),
        (left_open, 1.0),
        (bool(row.text("row_no")), -5.0),
        (first == [1], -4.0),
        (bool(hazard) and before.text("hazard").endswith("。"), -3.0),
        (bool(hazard and accidents), -1.5),
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
        self._ordinal = 0
        self._gap = False
        self._basis = RawCell(NO_CELL, Box(0, 0, 0, 0))
        self._last_table: RawTable | None = None

    def add(self, page: RawPage) -> None:
        """Takes in the next page."""
        first = True
        for item in page.items:
            if isinstance(item, Heading):
                self._open_chapter(item.text)
            else:
                self._add_table(item, first=first)
                self._last_table = item
            first = False

    def lose_page(self) -> None:
        """A page could not be read: nothing continues over the gap, the last row may lack its end, and what follows
        in the chapter may be counted wrongly.
        """
        self._last_table, self._group, self._gap = None, None, True
        if self.rows:
            self.rows[-1].flags.append("page_lost")

    def _open_chapter(self, title: str) -> None:
        self.chapters.append(title)
        printed = to_int(title.split("、", maxsplit=1)[0]) or 0
        self._ordinal = printed if self._gap and printed > self._ordinal else self._ordinal + 1
        self._gap = False
        self._sections, self._group, self._groups, self._last_table = [], None, 0, None

    def _open_section(self, title: str) -> None:
        upper = [] if _TOP_LEVEL.match(title) else [s for s in self._sections if _TOP_LEVEL.match(s)]
        self._sections, self._group = [*upper, title], None

    def _add_table(self, table: RawTable, *, first: bool) -> None:
        above: RawRow | None = None
        self._basis = RawCell(NO_CELL, Box(0, 0, 0, 0))
        for item in table.items:
            if isinstance(item, Heading):
                self._open_section(item.text)
                above = None
            else:
                last = self._last_table if first and self.rows else None
                if last is not None:
                    self._add_first(item, left_open=last.open_bottom or table.open_top)
                else:
                    self._add_row(item, above)
                above = item
            first = False

    def _add_first(self, row: RawRow, *, left_open: bool) -> None:
        """The first row of a page under no heading: may continue the row, or only the place, before it."""
        before = self.rows[-1]
        score = continuation_score(before, row, left_open=left_open)
        self._carry(before, row, continues=score > 0)
        if score > 0:
            before.parts.append(row)
            before.group.location += row.text("location")
        else:
            self._add_row(row, None, at_top=True)
        if abs(score) < DOUBTFUL:
            self.rows[-1].flags.append("page_join_doubtful")

    def _carry(self, before: StitchedRow, row: RawRow, *, continues: bool) -> None:
        """Keeps the basis that a merged cell brings from overleaf, and gives rows there the part that stands here."""
        last = before.parts[-1]
        carried = carry_basis(before.lines("legal_basis"), row, continues=continues)
        self._basis = carried.cell
        if not carried.joined:
            return
        key = last.cells["legal_basis"].key
        for above in reversed(self.rows):
            part = above.parts[-1]
            if above.group is not before.group or part.page != last.page or part.cells["legal_basis"].key != key:
                break
            if not (continues and above is before):
                part.cells["legal_basis"] = RawCell(key, part.cells["legal_basis"].box, carried.cell.lines)

    def _add_row(self, row: RawRow, above: RawRow | None, *, at_top: bool = False) -> None:
        group = self._place(row, above, at_top=at_top)
        group.hazards += 1
        chapter = self.chapters[-1] if self.chapters else ""
        stitched = StitchedRow(
            chapter, self._ordinal, tuple(self._sections), group, group.hazards, [row], self._flags(row)
        )
        self.rows.append(stitched)

    def _flags(self, row: RawRow) -> list[str]:
        """Doubts that stem from where the row stands; gives it the basis its merged cell brought from overleaf."""
        flags = ["after_lost_page"] if self._gap else []
        if row.cells["legal_basis"].key == self._basis.key:
            row.cells["legal_basis"] = self._basis
            flags.append("basis_carried")
        return flags

    def _place(self, row: RawRow, above: RawRow | None, *, at_top: bool) -> PlaceGroup:
        """The group the row belongs to: its cell's, the one continued from the page before, or a new one."""
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
