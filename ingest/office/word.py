"""The hazard tables of a Word file, as raw pages: one a table, or a part of a table under a header of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ingest.gridtable import GridTable
from ingest.headers import field_of, is_header
from ingest.lines import Line
from ingest.manual import last_chapter, title_of
from ingest.office.cellgrid import Cell, lay_out
from ingest.office.document import WordDocument, WordTable
from ingest.office.messages import Tables
from ingest.rawtable import NO_COLUMN, Heading, RawPage, RawRow, RawTable
from ingest.report import TableNote

TITLE_LINES = 3
"""A booklet's title may be set in so many lines."""
TEASER = 30


class CertainTable(GridTable):
    """A table whose cells the file itself gives."""

    certain = True


class _Reading:
    """Takes in lines and tables in order."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._above: list[str] = []
        self.tables = Tables([])
        self.notes: list[TableNote] = [TableNote("", "macros")] if document.has_macros else []

    def line(self, line: Line) -> None:
        """A line between tables."""
        self._above.append(line.text)
        for count in range(1, TITLE_LINES + 1):
            found = title_of(self._above[-count:])
            self.tables.industry = self.tables.industry or (found.code if found else "")

    def table(self, table: WordTable) -> None:
        """A table: read, or noted and looked into for tables inside its cells."""
        pages = list(_pages_of(table))
        if pages:
            heading = last_chapter(self._above)
            if heading:
                pages[0].items.insert(0, Heading(table.number, heading))
            self._above.clear()
            self.tables.pages += pages
            self._note(table, "nested", len(table.nested))
            return
        self._note(table, "no_header", 0 if table.nested else 1)
        for inside in table.nested:
            self.table(self._document.table(inside))

    def _note(self, table: WordTable, code: str, count: int) -> None:
        text = "".join(cell.text for row in table.rows[:2] for cell in row) if code == "no_header" else f"{count} 个"
        if count:
            short = text[:TEASER] + ("…" if len(text) > TEASER else "")
            self.notes.append(TableNote(f"第{table.number}个表", code, short))


def read_word(document: WordDocument) -> Tables:
    """All hazard tables of a document in order, and notes on what was left out."""
    reading = _Reading(document)
    for block in document.blocks():
        if isinstance(block, WordTable):
            reading.table(block)
        else:
            reading.line(block)
    reading.tables.notes = tuple(reading.notes)
    return reading.tables


def _parts(rows: list[list[Cell]]) -> Iterator[tuple[int, list[list[Cell]]]]:
    """A table's rows cut before each repeated header, as 续表 set in one table have them, with the first's number."""
    headers = [index for index, row in enumerate(rows) if _is_header(row)]
    starts = [0, *headers[1:], len(rows)]
    yield from ((low, rows[low:high]) for low, high in itertools.pairwise(starts) if low < high)


def _is_header(row: list[Cell]) -> bool:
    return is_header({name: cell for cell in row if (name := field_of(cell.text))}, certain=True)


def _pages_of(table: WordTable) -> Iterator[RawPage]:
    for top, rows in _parts(table.rows):
        laid = lay_out(rows, top)
        reader = CertainTable(table.number, laid.grid, laid.lines)
        if reader.columns:
            raw = reader.read()
            _mark_nested(raw, table)
            yield RawPage(table.number, 0.0, 0.0, [part_places(raw)], account=dict(reader.account))


def part_places(table: RawTable) -> RawTable:
    """The table with a place of its own for every row where there is no column of places."""
    for number, row in enumerate(table.items):
        if isinstance(row, RawRow) and row.cells["location"].key == NO_COLUMN:
            row.cells["location"].key = NO_COLUMN - 1 - number
    return table


def _mark_nested(raw: RawTable, table: WordTable) -> None:
    for row in raw.items:
        if isinstance(row, RawRow) and any(row.box.y0 <= number < row.box.y1 for number in table.nested_rows):
            row.flags = [*row.flags, "nested_table"]
