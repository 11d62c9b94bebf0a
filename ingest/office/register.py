"""A workbook's worksheets shown before they are taken, and taken: rows by mapped columns, as raw pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.cells import Grid
from ingest.gridtable import GridTable
from ingest.lines import Line, join_lines
from ingest.office.cellgrid import Cell, as_line, as_lines, lay_out
from ingest.office.columns import Table, fill_merged, find_columns, missing, of_sheet, settle
from ingest.office.errors import NoSuchSheetError, UnclearColumnsError
from ingest.office.messages import Tables
from ingest.office.word import part_places
from ingest.office.workbook import Sheet, Workbook, column_letters, column_number
from ingest.rawtable import FIELDS, Heading, RawPage, RawRow
from ingest.report import TABLE_REASONS, TableNote
from kb.model.register import ColumnTitle, RegisterPreview, SheetColumns, SheetPreview

SAMPLES = 5
"""Rows shown of each worksheet."""
EXAMPLE = 20
"""Characters shown of a column's first text."""
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[）)、.．]")
_NUMBER = re.compile(r"^(?:[（(](\d{1,2})[)）]|(\d{1,2})[、.．)）](?!\d)|([①-⑳]))\s*")
_PARTED = re.compile(r"[、，,；;/\s]+")


class _MappedTable(GridTable):
    """A worksheet's part whose header row and columns are known."""

    certain = True

    def __init__(self, number: int, grid: Grid, lines: dict[int, list[Line]], columns: dict[str, list[int]]) -> None:
        super().__init__(number, grid, lines)
        self.header_row, self.columns = -1, columns


def preview_register(book: Workbook, sha: str, mappings: Sequence[SheetColumns]) -> RegisterPreview:
    """Every visible worksheet that holds anything, with its columns as set by hand or told by their titles."""
    _check_names(book, mappings)
    sheets = tuple(_preview(sheet, mappings) for sheet in book.sheets if sheet.visible and sheet.cells)
    left_out = tuple(f"工作表“{s.name}”{TABLE_REASONS['hidden_sheet']}" for s in book.sheets if not s.visible)
    return RegisterPreview(name=book.name, sha256=sha, sheets=sheets, left_out=left_out)


def read_register(book: Workbook, mappings: Sequence[SheetColumns]) -> Tables:
    """The rows of every worksheet whose columns are clear; with mappings set by hand, only of their worksheets.

    Raises UnclearColumnsError when no worksheet's are.
    """
    _check_names(book, mappings)
    tables = Tables([])
    notes = [TableNote("", "macros")] if book.has_macros else []
    unclear: list[str] = []
    for sheet in book.sheets:
        where = f"工作表“{sheet.name}”"
        if not sheet.visible:
            notes.append(TableNote(where, "hidden_sheet"))
        elif sheet.cells and (not mappings or of_sheet(mappings, sheet.name)):
            table = fill_merged(sheet)
            mapping, problems = _mapping(table, mappings)
            if problems:
                unclear.append(f"{where}{''.join(problems)}")
                notes.append(TableNote(where, "unclear_columns", "".join(problems)))
                continue
            notes += [TableNote(where, "hidden_rows")] if sheet.hidden_lines else []
            tables.pages.append(_page(table, mapping))
            tables.sheets[sheet.number] = sheet.name
    if not tables.pages:
        raise UnclearColumnsError(book.name, why=unclear[0] if unclear else "没有看得见的、有内容的工作表。")
    tables.notes = tuple(notes)
    return tables


def _check_names(book: Workbook, mappings: Sequence[SheetColumns]) -> None:
    for mapping in mappings:
        if mapping.sheet not in {sheet.name for sheet in book.sheets if sheet.visible}:
            raise NoSuchSheetError(book.name, sheet=mapping.sheet)


def _mapping(table: Table, mappings: Sequence[SheetColumns]) -> tuple[SheetColumns, tuple[str, ...]]:
    by_hand = of_sheet(mappings, table.sheet.name)
    if by_hand is None:
        return find_columns(table)
    mapping = settle(by_hand, table)
    return mapping, missing(mapping)


def _preview(sheet: Sheet, mappings: Sequence[SheetColumns]) -> SheetPreview:
    table = fill_merged(sheet)
    mapping, problems = _mapping(table, mappings)
    rows = [item for part in _page(table, mapping).tables for item in part.items if isinstance(item, RawRow)]
    return SheetPreview(
        sheet=sheet.name,
        rows=len(rows) if mapping.columns else sum(row >= mapping.header_row for row in table.rows),
        mapping=mapping,
        columns=tuple(_titles(table, mapping)),
        samples=tuple(_sample(row, mapping) for row in rows[:SAMPLES]),
        problems=problems,
        notes=(TABLE_REASONS["hidden_rows"],) if sheet.hidden_lines else (),
    )


def _titles(table: Table, mapping: SheetColumns) -> Iterator[ColumnTitle]:
    taken = {letter: name for name, letters in mapping.columns.items() for letter in letters}
    below = [row for row in table.rows if row >= mapping.header_row]
    for column in table.columns:
        letter = column_letters(column + 1)
        example = next((text for row in below if (text := _flat(table.text(row, column)))), "")
        yield ColumnTitle(
            letter=letter,
            title=_flat(table.text(mapping.header_row - 1, column)),
            example=example[:EXAMPLE] + ("…" if len(example) > EXAMPLE else ""),
            field=taken.get(letter, ""),
        )


def _sample(row: RawRow, mapping: SheetColumns) -> dict[str, str]:
    texts = {name: row.text(name) for name in FIELDS if mapping.columns.get(name)}
    if "accident_types" in texts:
        texts["accident_types"] = "、".join(line.text for line in row.cells["accident_types"].lines)
    return {"row": str(int(row.box.y0) + 1)} | texts


def _flat(text: str) -> str:
    return join_lines([line.text for line in as_lines(text)])


def _page(table: Table, mapping: SheetColumns) -> RawPage:
    """The rows below the titles as a raw page; the worksheet's name opens a chapter unless it is Excel's own."""
    sheet = table.sheet
    wanted = {n: [column_number(c) - 1 for c in mapping.columns[n]] for n in FIELDS if mapping.columns.get(n)}
    columns = sorted({column for found in wanted.values() for column in found})
    name = "" if _DEFAULT_NAME.fullmatch(sheet.name) else sheet.name
    page = RawPage(sheet.number, 0.0, 0.0, [Heading(sheet.number, name)])
    rows = range(mapping.header_row, table.rows[-1] + 1 if table.rows and columns else 0)
    if not rows:
        return page
    fields = {column: n for n, found in wanted.items() for column in found}
    laid = lay_out([_row(table, row, mapping.header_row - 1, fields) for row in rows], mapping.header_row)
    places = {n: [columns.index(column) for column in found] for n, found in wanted.items()}
    reader = _MappedTable(sheet.number, laid.grid, laid.lines, places)
    raw = part_places(reader.read())
    for item in raw.items:
        if isinstance(item, RawRow):
            _mark_formulas(item, table, columns)
    page.items.append(raw)
    page.account = dict(reader.account)
    return page


def _row(table: Table, row: int, header: int, fields: dict[int, str]) -> list[Cell]:
    """A row's cells in the mapped columns: none for a repeated header, one for a row that only opens a section.

    A second row of titles, under merged ones, is part of the header.
    """
    columns = sorted(fields)
    repeated = all(table.text(row, c) == table.text(header, c) for c in columns)
    if repeated or any(table.origin.get((row, c), (row, c))[0] <= header for c in columns):
        return [Cell(1) for _ in columns]
    filled = {table.origin.get((row, c), (row, c)) for c in columns if table.text(row, c)}
    if len(filled) == 1:
        text = table.text(*next(iter(filled)))
        if _SECTION.match(text.strip()) and next(iter(filled))[0] == row:
            return [Cell(len(columns), as_lines(text))]
    return [*_cells(table, row, columns, fields)]


def _cells(table: Table, row: int, columns: list[int], fields: dict[int, str]) -> Iterator[Cell]:
    for column in columns:
        first = table.origin.get((row, column))
        if first is None or first == (row, column) or (first[0] == row and column == _leftmost(first, columns)):
            yield Cell(1, [*_lines(table.text(row, column), fields[column])], opens=first is not None)
        elif first[0] < row:
            yield Cell(1, [*_lines(table.text(row, column), fields[column])], merged_up=True)
        else:
            yield Cell(1)


def _leftmost(first: tuple[int, int], columns: Sequence[int]) -> int:
    """The first mapped column a merged cell that begins at `first` can stand in."""
    return next((column for column in columns if column >= first[1]), -1)


def _lines(text: str, name: str) -> Iterator[Line]:
    """A cell's lines: accident types one a line, measures numbered 1、 or ① as the manual numbers them."""
    if name == "accident_types":
        yield from (line for part in _PARTED.split(text) if (line := as_line(part)) is not None)
        return
    lines = as_lines(text)
    numbered = [_number(line.text) for line in lines] if name == "control_measures" else []
    if numbered and numbered[0] == 1 and sum(number > 0 for number in numbered) > 1:
        lines = [_renumbered(line, number) for line, number in zip(lines, numbered, strict=True)]
    yield from lines


def _number(text: str) -> int:
    found = _NUMBER.match(text)
    if found is None:
        return 0
    return ord(found[3]) - ord("①") + 1 if found[3] else int(found[1] or found[2])


def _renumbered(line: Line, number: int) -> Line:
    return as_line(f"（{number}）{_NUMBER.sub('', line.text)}") or line if number else line


def _mark_formulas(row: RawRow, table: Table, columns: Sequence[int]) -> None:
    rows = range(int(row.box.y0), int(row.box.y1))
    if any(table.origin.get((r, c), (r, c)) in table.sheet.formulas for r in rows for c in columns):
        row.flags = [*row.flags, "formula_without_value"]
