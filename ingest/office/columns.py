"""Which columns of a worksheet hold which fields: by their titles, or as a user says; what is unclear is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.headers import field_of, is_header
from ingest.office.workbook import Sheet, column_letters, column_number
from kb.model.register import FIELD_TITLES, SheetColumns

HEADER_WITHIN = 30
"""Titles are looked for in so many rows from the first filled one."""
_HEADER_KEY = "表头"
_SHORT = {title: name for name, title in FIELD_TITLES.items()}
_PAIR = re.compile(r"^\s*([^=＝]+?)\s*[=＝]\s*([^=＝]+?)\s*$")
_LETTERS = re.compile(r"^[A-Z]{1,3}$")


@dataclass(slots=True)
class Table:
    """A worksheet with its merged cells filled: text by (row, column) from 0, and the first cell of each merge."""

    sheet: Sheet
    origin: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """The text of the cell that covers a place."""
        return self.sheet.cells.get(self.origin.get((row, column), (row, column)), "")


def fill_merged(sheet: Sheet) -> Table:
    """The worksheet with every place of a merged cell standing for its first; rows and columns that hold anything."""
    table = Table(sheet)
    table.rows = sorted({row for row, _ in sheet.cells})
    table.columns = sorted({column for _, column in sheet.cells})
    if not table.rows:
        return table
    last_row, last_column = table.rows[-1], table.columns[-1]
    for first, (bottom, right) in sheet.merged:
        if first in sheet.cells:
            rows, columns = range(first[0], min(bottom, last_row) + 1), range(first[1], min(right, last_column) + 1)
            table.origin.update(((row, column), first) for row in rows for column in columns)
    table.columns = sorted({*table.columns, *(column for _, column in table.origin)})
    return table


def find_columns(table: Table) -> tuple[SheetColumns, tuple[str, ...]]:
    """The columns by their titles, and Chinese sentences on what is unclear about them (none: rows can be taken)."""
    best: dict[str, list[int]] = {}
    header = -1
    for row in table.rows[:HEADER_WITHIN]:
        found = _titles(table, row)
        if len(found) > len(best):
            best, header = found, row
        if is_header(found, certain=True):
            break
    header = table.rows[0] if header < 0 and table.rows else header
    problems = [*_doubles(table, header, best)]
    columns = {name: tuple(column_letters(c + 1) for c in best[name]) for name in FIELD_TITLES if name in best}
    mapping = SheetColumns(sheet=table.sheet.name, header_row=header + 1, columns=columns)
    return mapping, (*problems, *missing(mapping))


def missing(mapping: SheetColumns) -> tuple[str, ...]:
    """A sentence that names the needed fields without a column, if any."""
    names = "、".join(FIELD_TITLES[name] for name in mapping.missing)
    return (f"没有找到“{names}”列。",) if names else ()


def _titles(table: Table, row: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column in table.columns:
        name = field_of(table.text(row, column))
        if name:
            found.setdefault(name, []).append(column)
    return found


def _doubles(table: Table, header: int, found: dict[str, list[int]]) -> Iterator[str]:
    """Fields that several columns claim under titles of their own."""
    for name, columns in found.items():
        cells = {table.origin.get((header, column), (header, column)): column for column in columns}
        if len(cells) > 1:
            said = "、".join(f"{column_letters(c + 1)}“{table.text(header, c)}”" for c in sorted(cells.values()))
            title, letters = FIELD_TITLES[name], "+".join(column_letters(c + 1) for c in sorted(columns))
            yield f"“{title}”有几列可能：{said}，须指明是哪一列；几列合为一项写成 {title}={letters}。"


def parse_columns(text: str, sheet: str) -> SheetColumns:
    """What a user writes as 场所=B,危险因素=C+D,措施=E,表头=2 for a worksheet.

    Raises ValueError with a Chinese sentence for what cannot be understood.
    """
    header, columns = -1, {}
    for part in filter(str.strip, re.split("[,，;；]", text)):
        pair = _PAIR.match(part)
        if pair is None:
            raise ValueError(f"看不懂“{part.strip()}”，请写成 场所=B,危险因素=C,措施=E 的样子。")
        key, value = pair[1], pair[2].upper()
        if key == _HEADER_KEY and value.isdecimal() and len(value) < 8:
            header = int(value)
        else:
            columns[_field(key)] = tuple(_column(letters) for letters in re.split("[+＋]", value))
    mapping = SheetColumns(sheet=sheet, header_row=header, columns=columns)
    if mapping.missing:
        names = "、".join(FIELD_TITLES[name] for name in mapping.missing)
        raise ValueError(f"还没有指明“{names}”是哪一列，请补上。")
    return mapping


def _field(key: str) -> str:
    name = _SHORT.get(key) or (key if key in FIELD_TITLES else field_of(key))
    if not name:
        known = "、".join(FIELD_TITLES.values())
        raise ValueError(f"不认得“{key}”，可以写的有：{known}、{_HEADER_KEY}。")
    return name


def _column(text: str) -> str:
    letters = text.strip()
    if not _LETTERS.match(letters) or column_number(letters) > 16_384:
        raise ValueError(f"“{letters}”不是列号，请写 A、B、C 这样的字母。")
    return letters


def settle(mapping: SheetColumns, table: Table) -> SheetColumns:
    """A mapping set by hand with its header row known: the one named, else the one its titles tell, else the first."""
    if mapping.header_row >= 0:
        return mapping
    wanted = [column_number(letter) - 1 for letters in mapping.columns.values() for letter in letters]
    rows = table.rows[:HEADER_WITHIN]
    named = next((row for row in rows if len(_titles(table, row)) > 1), -1)
    first = next((row for row in rows if any(table.text(row, column) for column in wanted)), -1)
    return SheetColumns(sheet=mapping.sheet, header_row=(named if named >= 0 else first) + 1, columns=mapping.columns)


def of_sheet(mappings: Sequence[SheetColumns], name: str) -> SheetColumns | None:
    """The mapping set for a worksheet by hand, None where there is none."""
    return next((mapping for mapping in mappings if mapping.sheet == name), None)
