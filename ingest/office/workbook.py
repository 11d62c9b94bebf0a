"""Worksheets of a workbook as texts, through calamine: bounded before it sees them, formulas never computed."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from ingest.office.cellgrid import MOST_SQUARES
from ingest.office.errors import DamagedOfficeError, ProtectedOfficeError, TooLongCellError, TooManyCellsError
from ingest.office.kinds import ZIP
from ingest.office.package import Package

LONGEST_CELL = 32_767
"""Characters of a cell: Excel's own limit."""
MOST_SHEETS = 256
MOST_MERGED = 20 * MOST_SQUARES
"""Squares that merged cells may claim to cover; a merged column is a million rows."""
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])?>")
_AT = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(rb'<(?:\w+:)?(?:row|col)\b[^>]*\bhidden="(?:1|true)"')
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]+)</(?:\w+:)?f>'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class Sheet:
    """One worksheet: its number from 1, whether it shows, and the texts of its cells by (row, column) from 0.

    `merged` are ranges of one cell, ends included; `formulas` the cells that hold a formula's own words because the
    file has no value for it; `hidden_lines` whether rows or columns are hidden (they are read all the same).
    """

    name: str
    number: int
    visible: bool = True
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_lines: bool = False


@dataclass(slots=True)
class Workbook:
    """The worksheets in order."""

    name: str
    sheets: list[Sheet]
    has_macros: bool = False


@dataclass(slots=True)
class _Extra:
    """What a worksheet's XML says that calamine does not."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_lines: bool = False


def read_workbook(data: bytes, name: str) -> Workbook:
    """The worksheets of an XLSX, XLSM or XLS; raises the IngestError that says why they cannot be read."""
    extras: dict[str, _Extra] = {}
    has_macros = False
    if data.startswith(ZIP):
        package = Package(data, name)
        has_macros = package.has_macros
        data, extras = _checked(package)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kept = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        if len(kept) > MOST_SHEETS:
            raise TooManyCellsError(name, limit=MOST_SQUARES // 10_000)
        sheets = []
        for number, meta in enumerate(kept, start=1):
            sheet = Sheet(meta.name, number, meta.visible == SheetVisibleEnum.Visible)
            if sheet.visible:
                _fill(sheet, book.get_sheet_by_name(meta.name), name)
                _add(sheet, extras.get(meta.name, _Extra()))
            sheets.append(sheet)
    except PasswordError as error:
        raise ProtectedOfficeError(name) from error
    except (CalamineError, XmlError, ZipError, OSError, ValueError, OverflowError) as error:
        raise DamagedOfficeError(name) from error
    return Workbook(name, sheets, has_macros)


def _checked(package: Package) -> tuple[bytes, dict[str, _Extra]]:
    """The package with only those parts calamine needs, each of them bounded and free of entities, not packed."""
    stream = io.BytesIO()
    extras: dict[str, _Extra] = {}
    squares = 0
    sheets = _sheet_parts(package)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as plain:
        for part in sorted(filter(_is_needed, package.names)):
            raw = package.raw(part)
            if part.startswith("xl/worksheets/"):
                squares += _squares(raw)
                if squares > MOST_SQUARES:
                    raise TooManyCellsError(package.name, limit=MOST_SQUARES // 10_000)
                if part in sheets:
                    extras[sheets[part]] = _Extra(dict(_uncomputed(raw)), bool(_HIDDEN.search(raw)))
            plain.writestr(part, raw)
    return stream.getvalue(), extras


def _is_needed(part: str) -> bool:
    inside = part.startswith(("xl/", "_rels/")) and part.endswith((".xml", ".rels")) and ".." not in part
    return part == "[Content_Types].xml" or (inside and "/media/" not in part)


def _sheet_parts(package: Package) -> dict[str, str]:
    """The part of each worksheet → its name."""
    relations = package.optional("xl/_rels/workbook.xml.rels")
    targets = {r.get("Id", ""): r.get("Target", "") for r in relations} if relations is not None else {}
    found = {}
    for sheet in package.part("xl/workbook.xml").iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(_RELATION, ""), "")
            part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
            found[part] = sheet.get("name", "")
    return found


def _squares(raw: bytes) -> int:
    """How many cells the range of the filled cells has, which calamine lays out whole."""
    rows = columns = count = 0
    for cell in _CELL.finditer(raw):
        at = _AT.search(cell[1] or b"")
        count += 1
        if at:
            rows, columns = max(rows, int(at[2])), max(columns, column_number(at[1].decode()))
    return max(rows * columns, count)


def _uncomputed(raw: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Formulas without a value, by place: their own words, with the = that Excel shows."""
    for cell in _UNCOMPUTED.finditer(raw):
        text = html.unescape(cell[3].decode("utf-8", "replace"))
        yield (int(cell[2]) - 1, column_number(cell[1].decode()) - 1), f"={text}"


def _fill(sheet: Sheet, source: CalamineSheet, name: str) -> None:
    if source.start is None:
        return
    top, left = source.start
    if source.height * source.width > MOST_SQUARES:
        raise TooManyCellsError(name, limit=MOST_SQUARES // 10_000)
    for row, values in enumerate(source.to_python(skip_empty_area=True), start=top):
        for column, value in enumerate(values, start=left):
            text = cell_text(value)
            if len(text) > LONGEST_CELL:
                raise TooLongCellError(name, limit=LONGEST_CELL)
            if text.strip():
                sheet.cells[row, column] = text
    sheet.merged = [*(source.merged_cell_ranges or ())]
    if sum(map(_area, sheet.merged)) > MOST_MERGED:
        raise TooManyCellsError(name, limit=MOST_SQUARES // 10_000)


def _area(merged: Range) -> int:
    (top, left), (bottom, right) = merged
    return (bottom - top + 1) * (right - left + 1)


def _add(sheet: Sheet, extra: _Extra) -> None:
    sheet.hidden_lines = extra.hidden_lines
    for place, text in extra.formulas.items():
        if place not in sheet.cells:
            sheet.cells[place] = text[:LONGEST_CELL]
            sheet.formulas.add(place)


def cell_text(value: object) -> str:
    """A cell's value as a reader of the sheet would write it down: 3 and not 3.0, dates in ISO order."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def column_number(letters: str) -> int:
    """The number of a column from 1: A, B … Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column's number from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
