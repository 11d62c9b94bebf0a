"""A page as read, before rows are stitched: headings, tables of raw rows, named furniture. Travels as JSON."""

from __future__ import annotations

import msgspec

from ingest.cells import Box
from ingest.lines import Line, join_lines

FIELDS = ("row_no", "location", "hazard", "accident_types", "control_measures", "legal_basis")

NO_COLUMN = -1
"""The key of the cell of a field that has no column."""


class RawCell(msgspec.Struct):
    """The lines of one printed cell, or of the cells that fill one column of a row; `key` is the same for rows
    that share the cell, `box` its outline.
    """

    key: int
    box: Box
    lines: list[Line] = []

    @property
    def text(self) -> str:
        """The cell's text without line breaks."""
        return join_lines([line.text for line in self.lines])


class RawRow(msgspec.Struct, tag="row"):
    """One row as ruled on a page. The cells of merged places and bases come again in each row they span."""

    page: int
    box: Box
    cells: dict[str, RawCell]
    flags: list[str] = []
    turn: float = 0.0

    def text(self, name: str) -> str:
        """The text of one field."""
        return self.cells[name].text


class Heading(msgspec.Struct, tag="heading"):
    """A line that opens a chapter (outside a table) or a section (a table row of one cell)."""

    page: int
    text: str
    glyphs: int = 0


class RawTable(msgspec.Struct, tag="table"):
    """A hazard table on one page; `open_top` and `open_bottom` say where no rule closed it."""

    page: int
    box: Box
    items: list[RawRow | Heading]
    open_top: bool = False
    open_bottom: bool = False


class RawPage(msgspec.Struct):
    """A page read: headings and tables in print order, what is left over, and where each glyph went.

    `account` counts glyphs by place: cell, heading, header, unmapped (columns of no known title), page_number,
    continued, frame (ruled, but no hazard table), text, duplicate, and the reasons of those left out; its values
    add up to all glyphs of the page. `frames` holds the text of ruled cells outside hazard tables; `industry` is
    the code of the booklet whose title stands on the page; `problems` are keys of ingest.report.PAGE_REASONS; `turn`
    says by how many degrees a scan was turned counter-clockwise to lie straight.
    """

    number: int
    width: float
    height: float
    items: list[Heading | RawTable] = []
    furniture: list[Line] = []
    frames: list[str] = []
    account: dict[str, int] = {}
    industry: str = ""
    problems: list[str] = []
    turn: float = 0.0

    @property
    def tables(self) -> list[RawTable]:
        """The page's hazard tables."""
        return [item for item in self.items if isinstance(item, RawTable)]
