"""One ruled table of cells into headings and raw rows: columns known by their titles, rows by hazard and measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.cells import Box, Grid
from ingest.headers import field_of, is_header
from ingest.lines import Line, join_lines
from ingest.rawtable import FIELDS, NO_COLUMN, Heading, RawCell, RawRow, RawTable
from ingest.rowsplit import split_unruled

ROW_MAKERS = ("hazard", "control_measures")


class GridTable:
    """Reads one grid with the lines of its cells.

    `page` is the number of the page, or of the table in a document without pages.
    """

    certain = False
    """Whether the cells are known and not guessed from rules, so that three titles may make a header."""

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
            name = field_of(self._text(self.grid.cell(row, column)))
            if name:
                found[name].append(column)
        return dict(found)

    def _is_header(self, row: int) -> bool:
        return is_header(self._header(row), certain=self.certain)

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
            return RawCell(NO_COLUMN, Box(0, 0, 0, 0))
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
