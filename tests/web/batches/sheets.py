"""Lists of posts as workbooks, for the tests."""

from __future__ import annotations

import io

import xlsxwriter


def list_of(*rows: tuple[object, ...]) -> bytes:
    """A workbook whose first sheet holds `rows`; texts stay texts."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()
