"""A Word file's paragraphs and tables in order: merged cells resolved, revised rows taken as they now stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET  # only elements already parsed and checked by package.py

from ingest.lines import Line
from ingest.office.cellgrid import MOST_SQUARES, Cell, as_lines, width_of
from ingest.office.errors import TooManyCellsError
from ingest.office.package import Package
from ingest.office.paragraphs import LEFT_OUT, TEXT_BOX, W, Words, children, ends_deleted

MOST_COLUMNS = 256
"""Columns a cell may claim to span; Word ends at 63."""


@dataclass(slots=True)
class WordTable:
    """One table: its number in the document from 1, its rows of cells, and where tables stand inside its cells."""

    number: int
    rows: list[list[Cell]]
    nested: list[ET.Element] = field(default_factory=list)
    nested_rows: set[int] = field(default_factory=set)


Block = Line | WordTable


class WordDocument:
    """Walks the body once. Raises the IngestError that says why the file cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        package = Package(data, name)
        self.name, self.has_macros = name, package.has_macros
        self._root = package.part(package.main_part("wordprocessingml", "word/document.xml"))
        self._words = Words(package.optional("word/numbering.xml"), package.optional("word/styles.xml"))
        self._squares = 0
        self._tables = 0

    def blocks(self) -> Iterator[Block]:
        """The lines between tables, and the tables, in document order; those inside cells are in their table."""
        body = self._root.find(f"{W}body")
        yield from self._blocks(body if body is not None else self._root)

    def table(self, element: ET.Element) -> WordTable:
        """The table of an element, which takes the next number."""
        self._tables += 1
        table = WordTable(self._tables, [])
        for row in children(element, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is None:
                inside = len(table.nested)
                table.rows.append(self._row(row, table))
                table.nested_rows |= {len(table.rows) - 1} if len(table.nested) > inside else set()
        self._squares += width_of(table.rows) * len(table.rows)
        if self._squares > MOST_SQUARES:
            raise TooManyCellsError(self.name, limit=MOST_SQUARES // 10_000)
        return table

    def _blocks(self, parent: ET.Element) -> Iterator[Block]:
        for element in parent:
            if element.tag in LEFT_OUT:
                continue
            if element.tag == f"{W}tbl":
                yield self.table(element)
            elif element.tag == f"{W}p":
                boxed = [table for box in element.iter(TEXT_BOX) for table in children(box, f"{W}tbl")]
                yield from as_lines(self._words.text(element)) if not boxed else ()
                yield from map(self.table, boxed)
            else:
                yield from self._blocks(element)

    def _row(self, row: ET.Element, table: WordTable) -> list[Cell]:
        before = [Cell(span) for span in [_number(row.find(f"{W}trPr/{W}gridBefore"), 0)] if span]
        return [*before, *(self._cell(cell, table) for cell in children(row, f"{W}tc"))]

    def _cell(self, cell: ET.Element, table: WordTable) -> Cell:
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        span = max(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
        if merge is not None and merge.get(f"{W}val", "continue") != "restart":
            return Cell(span, merged_up=True)
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            return Cell(span)
        texts = [""]
        for element in _content(cell):
            if element.tag == f"{W}tbl":
                table.nested.append(element)
                continue
            texts[-1] += self._words.text(element)
            texts += [] if ends_deleted(element) else [""]
        return Cell(span, as_lines("\n".join(texts)), opens=merge is not None)


def _content(cell: ET.Element) -> Iterator[ET.Element]:
    """A cell's paragraphs and tables in order."""
    for child in cell:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag not in LEFT_OUT:
            yield from _content(child)


def _number(element: ET.Element | None, default: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), MOST_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 9 else default
