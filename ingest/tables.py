"""Glyphs and grids into hazard tables: columns known by their header text, rows by the hazard and measure cells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.cells import Box, Grid, find_grids
from ingest.lines import Line, common_size, free_lines, group_lines, join_lines
from ingest.page import Glyph, PageContent
from ingest.rawtable import FIELDS, Heading, RawCell, RawPage, RawRow, RawTable
from ingest.rowsplit import split_unruled

HEADERS = dict(
    zip(("序号", "场所环节部位", "较大危险因素", "易发生的事故类型", "主要防范措施", "依据"), FIELDS, strict=True)
)
ROW_MAKERS = ("hazard", "control_measures")
NEEDED_HEADERS = 4
"""A frame with fewer of the six column titles is no hazard table."""
OVERSIZE = 2.5
"""Glyphs so many times larger than the table's text are a watermark across it."""

_NOT_TITLE = re.compile(r"[^\u4e00-\u9fff]")


class _Table:
    """Reads one grid with the lines of its cells."""

    def __init__(self, page: int, grid: Grid, lines: dict[int, list[Line]]) -> None:
        self.page, self.grid, self.lines = page, grid, lines
        self.outlines = grid.outlines()
        self.header_row = next((row for row in range(grid.rows) if self._is_header(row)), -1)
        self.columns = self._header(self.header_row) if self.header_row >= 0 else {}
        self.header_cells: set[int] = set()
        self.account: Counter[str] = Counter()

    def _text(self, cell: int) -> str:
        return join_lines([line.text for line in self.lines.get(cell, ())])

    def _header(self, row: int) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for column in range(self.grid.columns):
            name = HEADERS.get(_NOT_TITLE.sub("", self._text(self.grid.cell(row, column))))
            if name:
                found[name].append(column)
        return dict(found)

    def _is_header(self, row: int) -> bool:
        return len(self._header(row)) >= NEEDED_HEADERS

    def read(self) -> RawTable:
        """The table's headings and rows."""
        opened = self.grid.opened
        table = RawTable(self.page, self.grid.box, [], "top" in opened, "bottom" in opened)
        row = 0
        while row < self.grid.rows:
            end, found = self._step(row)
            table.items += found
            row = end
        self._count(table)
        return table

    def _step(self, row: int) -> tuple[int, list[RawRow | Heading]]:
        """What begins at a grid row, and the grid row after it."""
        first = self.grid.cell(row, 0)
        if first == self.grid.cell(row, self.grid.columns - 1):
            text = self._text(first)
            heading = Heading(self.page, text, sum(len(line.raw) for line in self.lines.get(first, ())))
            return self._end(row, 0), [heading] if text else []
        if row <= self.header_row or self._is_header(row):
            self.header_cells |= {self.grid.cell(row, column) for column in range(self.grid.columns)}
            return row + 1, []
        end = min((self._end(row, self.columns[n][0]) for n in ROW_MAKERS if n in self.columns), default=row + 1)
        item = self._row(row, end)
        filled = any(cell.lines for cell in item.cells.values())
        return end, [*split_unruled(item)] if filled else []

    def _end(self, row: int, column: int) -> int:
        """The first grid row below the cell that covers this square."""
        cell = self.grid.cell(row, column)
        while row < self.grid.rows and self.grid.cell(row, column) == cell:
            row += 1
        return row

    def _row(self, start: int, end: int) -> RawRow:
        cells = {name: self._cell(start, end, self.columns.get(name, ())) for name in FIELDS}
        xs, ys = self.grid.xs, self.grid.ys
        return RawRow(self.page, Box(xs[0], ys[start], xs[-1], ys[end]), cells)

    def _cell(self, start: int, end: int, columns: Sequence[int]) -> RawCell:
        keys = [self.grid.cell(row, column) for row in range(start, end) for column in columns]
        unique = list(dict.fromkeys(keys))
        if not unique:
            return RawCell(-1, Box(0, 0, 0, 0))
        box = self.outlines[unique[0]]
        for key in unique[1:]:
            box = box.union(self.outlines[key])
        return RawCell(unique[0], box, [line for key in unique for line in self.lines.get(key, ())])

    def _count(self, table: RawTable) -> None:
        """Books every glyph of the grid as cell, heading, header or (of columns we do not know) unmapped."""
        seen = {id(line): line for row in _rows(table) for cell in row.cells.values() for line in cell.lines}
        cells = sum(len(line.raw) for line in seen.values())
        headings = sum(item.glyphs for item in table.items if isinstance(item, Heading))
        headers = sum(len(line.raw) for cell in self.header_cells for line in self.lines.get(cell, ()))
        lines = [line for found in self.lines.values() for line in found]
        total, duplicates = sum(len(line.raw) for line in lines), sum(line.duplicates for line in lines)
        rest = total - cells - headings - headers
        self.account.update(cell=cells, heading=headings, header=headers, unmapped=rest, duplicate=duplicates)


def _rows(table: RawTable) -> Iterator[RawRow]:
    return (item for item in table.items if isinstance(item, RawRow))


def _assign(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Each glyph to the cell it stands in, the rest to the list of free glyphs."""
    cells: list[dict[int, list[Glyph]]] = [defaultdict(list) for _ in grids]
    free: list[Glyph] = []
    most = OVERSIZE * common_size(glyphs) if glyphs else 0.0
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - 0.35 * glyph.size
        for grid, inside in zip(grids, cells, strict=True):
            cell = grid.cell_at(x, y)
            if cell is not None and glyph.size <= most:
                inside[cell].append(glyph)
                break
        else:
            free.append(glyph)
    return cells, free


def read_page_tables(page: PageContent) -> RawPage:
    """The hazard tables and the free lines of one page; each glyph is booked once."""
    grids = find_grids(page.rules)
    cells, free = _assign(page.glyphs, grids)
    result = RawPage(page.number, page.width, page.height)
    account: Counter[str] = Counter({reason: len(found) for reason, found in page.dropped.items()})
    for grid, inside in zip(grids, cells, strict=True):
        table = _Table(page.number, grid, {key: group_lines(found) for key, found in inside.items()})
        if table.columns:
            result.items.append(table.read())
            account.update(table.account)
        else:
            account["frame"] += sum(len(found) for found in inside.values())
            result.frames += ["".join(glyph.text for glyph in found) for found in inside.values()]
    result.furniture = free_lines(free)
    result.account = dict(account)
    return result
