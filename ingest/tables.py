"""Glyphs and grids into hazard tables: columns known by their header text, rows by the hazard column's cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.cells import Box, Grid, find_grids
from ingest.lines import Line, free_lines, group_lines, join_lines
from ingest.page import Glyph, PageContent

FIELDS = ("row_no", "location", "hazard", "accident_types", "control_measures", "legal_basis")
HEADERS = dict(
    zip(FIELDS, ("序号", "场所环节部位", "较大危险因素", "易发生的事故类型", "主要防范措施", "依据"), strict=True)
)
ROW_MAKERS = ("hazard", "control_measures")
NEEDED_HEADERS = 4
"""A table with fewer of the six column titles is not a hazard table."""

_NOT_TITLE = re.compile(r"[^\u4e00-\u9fff]")


@dataclass(slots=True)
class RawCell:
    """The lines of one printed cell, or of the several cells that fill one column of a row."""

    key: int
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The cell's text without line breaks."""
        return join_lines([line.text for line in self.lines])


@dataclass(slots=True)
class RawRow:
    """One row as ruled on a page. `cells` of merged places and bases are shared between the rows they span."""

    page: int
    box: Box
    cells: dict[str, RawCell]
    flags: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The text of one field."""
        return self.cells[name].text


@dataclass(slots=True)
class Heading:
    """A line that opens a chapter or a section: outside the table, or a table row of one cell."""

    page: int
    text: str
    in_table: bool


@dataclass(slots=True)
class RawTable:
    """A hazard table on one page; `open_top` and `open_bottom` say where it was not closed by a rule."""

    page: int
    box: Box
    items: list[RawRow | Heading]
    open_top: bool
    open_bottom: bool


@dataclass(slots=True)
class RawPage:
    """A page read: headings and tables in print order, the rest of the text by kind."""

    number: int
    items: list[Heading | RawTable]
    furniture: list[Line]
    headers: int = 0
    stray: int = 0
    glyphs: int = 0


def _title(text: str) -> str:
    return _NOT_TITLE.sub("", text)


class _Table:
    """Reads one grid with the lines of its cells."""

    def __init__(self, page: int, grid: Grid, lines: dict[int, list[Line]]) -> None:
        self.page, self.grid, self.lines = page, grid, lines
        self.columns: dict[str, list[int]] = {}
        self.header_row = -1
        for row in range(grid.rows):
            found = self._header(row)
            if len(found) >= NEEDED_HEADERS:
                self.columns, self.header_row = found, row
                break

    def _text(self, cell: int) -> str:
        return join_lines([line.text for line in self.lines.get(cell, ())])

    def _header(self, row: int) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for column in range(self.grid.columns):
            title = _title(self._text(self.grid.cell(row, column)))
            for name, header in HEADERS.items():
                if title == header:
                    found[name].append(column)
        return dict(found)

    def read(self) -> RawTable:
        """The table's headings and rows, from the header down."""
        items: list[RawRow | Heading] = []
        row = self.header_row + 1
        while row < self.grid.rows:
            first, last = self.grid.cell(row, 0), self.grid.cell(row, self.grid.columns - 1)
            if first == last:
                items.append(Heading(self.page, self._text(first), in_table=True))
                row = self._end(row, 0)
                continue
            end = self._row_end(row)
            item = self._row(row, end)
            if any(cell.lines for cell in item.cells.values()):
                items.append(item)
            row = end
        closed = self.grid.closed
        return RawTable(self.page, self.grid.box, items, "top" in closed, "bottom" in closed)

    def _end(self, row: int, column: int) -> int:
        cell = self.grid.cell(row, column)
        while row < self.grid.rows and self.grid.cell(row, column) == cell:
            row += 1
        return row

    def _row_end(self, row: int) -> int:
        """A row ends where the hazard or the measures change, whichever comes first."""
        ends = [self._end(row, self.columns[name][0]) for name in ROW_MAKERS if name in self.columns]
        return min(ends, default=row + 1)

    def _row(self, start: int, end: int) -> RawRow:
        cells = {name: self._cell(start, end, self.columns.get(name, ())) for name in FIELDS}
        xs, ys = self.grid.xs, self.grid.ys
        return RawRow(self.page, Box(xs[0], ys[start], xs[-1], ys[end]), cells)

    def _cell(self, start: int, end: int, columns: Sequence[int]) -> RawCell:
        keys: list[int] = []
        for row in range(start, end):
            keys += [self.grid.cell(row, column) for column in columns]
        unique = list(dict.fromkeys(keys))
        lines = [line for key in unique for line in self.lines.get(key, ())]
        return RawCell(unique[0] if unique else -1, lines)


def _assign(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Each glyph to the cell it stands in, the rest to the list of free glyphs."""
    cells: list[dict[int, list[Glyph]]] = [defaultdict(list) for _ in grids]
    free: list[Glyph] = []
    for glyph in glyphs:
        x, y = glyph.anchor
        for grid, inside in zip(grids, cells, strict=True):
            cell = grid.cell_at(x, y)
            if cell is not None:
                inside[cell].append(glyph)
                break
        else:
            free.append(glyph)
    return cells, free


def read_page_tables(page: PageContent) -> RawPage:
    """The hazard tables and the free lines of one page."""
    grids = find_grids(page.rules)
    cells, free = _assign(page.glyphs, grids)
    tables = []
    for grid, inside in zip(grids, cells, strict=True):
        table = _Table(page.number, grid, {key: group_lines(found) for key, found in inside.items()})
        if table.columns:
            tables.append(table.read())
        else:
            free += [glyph for found in inside.values() for glyph in found]
    lines = free_lines(free)
    return RawPage(page.number, [*tables], lines, len(tables), 0, len(page.glyphs))
