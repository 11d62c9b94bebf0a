"""Cells that span rows and columns, laid out in a grid as if they had been ruled: what the table reader takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.cells import Grid
from ingest.glyphs import normal
from ingest.lines import Line, is_word, join_lines

MOST_SQUARES = 1_000_000
"""Elementary cells of the largest table laid out; 200 × 200 are 40,000."""


@dataclass(slots=True)
class Cell:
    """A cell as the file gives it: its columns, its lines, whether it goes on with the cell above or opens a merge."""

    span: int = 1
    lines: list[Line] = field(default_factory=list)
    merged_up: bool = False
    opens: bool = False

    @property
    def text(self) -> str:
        """The cell's text without line breaks."""
        return join_lines([line.text for line in self.lines])


def as_line(text: str) -> Line | None:
    """A line of a file as one of a print would be: characters normalised, blanks only between words and numbers.

    It stands nowhere on a page. None for a line of blanks.
    """
    words = "".join(map(normal, text)).split()
    out = ""
    for word in words:
        out += (" " if out and is_word(out[-1]) and is_word(word[0]) else "") + word
    return Line(out, out, 0.0, 0.0, 0.0, 0.0) if out else None


def as_lines(text: str) -> list[Line]:
    """The lines of a text of several."""
    return [line for part in text.splitlines() if (line := as_line(part)) is not None]


@dataclass(slots=True)
class CellGrid:
    """A grid with its cells' lines, by cell number."""

    grid: Grid
    lines: dict[int, list[Line]]


def width_of(rows: list[list[Cell]]) -> int:
    """How many elementary columns the rows take."""
    return max((sum(cell.span for cell in row) for row in rows), default=0)


def lay_out(rows: list[list[Cell]], top: int = 0) -> CellGrid:
    """The grid of rows of cells. A row's only cell takes its whole width; short rows end in empty cells.

    `top` is the number (from 0) of the first row in its document. Heights and widths are counted in rows and columns.
    """
    width = max(width_of(rows), 1)
    owner: list[int] = []
    lines: dict[int, list[Line]] = {}
    merging: dict[int, int] = {}
    for index, row in enumerate(rows):
        start, column = index * width, 0
        owner += range(start, start + width)
        above, merging = merging, {}
        for cell in row:
            span = width if len(row) == 1 else cell.span
            key = above.get(column, start + column) if cell.merged_up else start + column
            owner[start + column : start + column + span] = [key] * span
            lines.setdefault(key, cell.lines)
            if cell.merged_up or cell.opens:
                merging[column] = key
            column += span
    xs, ys = [float(x) for x in range(width + 1)], [float(top + y) for y in range(len(rows) + 1)]
    return CellGrid(Grid(xs, ys, owner, frozenset()), lines)
