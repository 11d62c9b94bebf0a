"""The only place that writes XLSX: sheets of plain text in, a workbook out; nothing a user typed becomes a formula."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kb.model.card import Card
from web.documents.plain import plain
from web.documents.wording import DRAFT, facts, footer_lines

_FONT, _SIZE, _LINE = "宋体", 10.5, 14.5  # points
_HEAD_ROWS = 4
_TALLEST = 400.0  # Excel refuses rows above 409 points
_LONGEST_CELL = 32_767
_A3 = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column: title, width in Excel's units (half a Chinese character), and what may be chosen in its cells."""

    title: str
    width: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (a tab), the title above the table, columns, rows of as many texts, and notes below."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every sheet of a workbook: its title, head line, warning, lines below and at the foot."""

    title: str
    day: str
    head: str
    foot: tuple[str, ...]
    footer: str
    warning: str = ""
    banner: str = ""


def workbook(card: Card, sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as one workbook about `card`."""
    lines = footer_lines(card)
    frame = Frame(
        title=f"{sheets[0].title}：{card.post.name}",
        day=card.options.as_of,
        head="　".join(f"{label}：{value}" for label, value in facts(card)),
        foot=(*lines, f"编号 {card.document_number}　截至 {card.options.as_of}"),
        footer="；".join(lines),
        warning=f"{DRAFT}（尚缺：{'、'.join(card.draft)}）" if card.draft else "",
        banner=DRAFT if card.draft else "",
    )
    return framed_workbook(frame, sheets)


def framed_workbook(frame: Frame, sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as one workbook within `frame`."""
    import xlsxwriter  # type: ignore[import-untyped]  # only who asks for a workbook waits for it

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": plain(frame.title), "created": datetime.fromisoformat(frame.day)})
        formats = _formats(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, frame, formats)
    return target.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": _FONT, "font_size": _SIZE, "text_wrap": True, "valign": "top"}
    return {
        "title": book.add_format(base | {"bold": True, "font_size": 16, "text_wrap": False}),
        "note": book.add_format(base | {"text_wrap": False}),
        "warn": book.add_format(base | {"bold": True, "text_wrap": False}),
        "head": book.add_format(base | {"bold": True, "border": 1, "bg_color": "#E6E6E6", "align": "center"}),
        "cell": book.add_format(base | {"border": 1}),
    }


def _write(page: Any, sheet: Sheet, frame: Frame, formats: dict[str, Any]) -> None:
    page.set_row(0, 26)
    page.write_string(0, 0, sheet.title, formats["title"])
    page.write_string(1, 0, plain(frame.head), formats["note"])
    page.write_string(2, 0, plain(frame.warning), formats["warn"])
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(_HEAD_ROWS - 1, index, column.title, formats["head"])
    for number, row in enumerate(sheet.rows, start=_HEAD_ROWS):
        page.set_row(number, _height(row, sheet.columns))
        for index, value in enumerate(row):
            page.write_string(number, index, plain(value)[:_LONGEST_CELL], formats["cell"])
    notes_from = _HEAD_ROWS + len(sheet.rows) + 1
    for number, note in enumerate((*sheet.notes, *frame.foot), start=notes_from):
        page.write_string(number, 0, plain(note), formats["note"])
    _choices(page, sheet)
    _print_setup(page, sheet, frame)


def _choices(page: Any, sheet: Sheet) -> None:
    last = _HEAD_ROWS + max(len(sheet.rows), 1) - 1
    for index, column in enumerate(sheet.columns):
        if column.choices:
            page.data_validation(_HEAD_ROWS, index, last, index, {"validate": "list", "source": [*column.choices]})


def _print_setup(page: Any, sheet: Sheet, frame: Frame) -> None:
    page.freeze_panes(_HEAD_ROWS, 2)
    page.repeat_rows(_HEAD_ROWS - 1)
    page.autofilter(_HEAD_ROWS - 1, 0, _HEAD_ROWS - 1 + max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(_A3)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    page.set_footer(f"&L{frame.footer}&R第&P页/共&N页")
    if frame.banner:
        page.set_header(f"&C{frame.banner}")


def _height(row: Sequence[str], columns: Sequence[Column]) -> float:
    """Return a row's height in points: LibreOffice and Excel do not grow wrapped rows on opening."""
    lines = max(math.ceil(_width(value) / max(c.width - 1, 1)) for value, c in zip(row, columns, strict=True))
    return min(max(lines, 1) * _LINE + 2, _TALLEST)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
