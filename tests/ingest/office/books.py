"""Workbooks made for the tests."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

TITLES = ("序号", "场所/部位", "危险有害因素", "可能导致的事故类型", "管控措施", "依据", "责任人", "日期")
_MEASURES = "1、戴报警仪；\n2、两人作业。"
ROWS: tuple[tuple[object, ...], ...] = (
    (1, "煤气区", "煤气泄漏。", "中毒和窒息、火灾", _MEASURES, "《示范规则》", "张", dt.date(2024, 3, 1)),
    (None, None, "阀门锈蚀。", "其他爆炸", "每周检查。", "《示范规则》", "李", dt.date(2024, 3, 2)),
    ("二、天车",),
    (2.0, "天车", "钢丝绳断丝。", "起重伤害", "断丝换新。", 0.5, None, None),
    TITLES,
    (3, "地坑", "积水。", "淹溺", "抽水。", "《示范规定》", None, None),
)  # fmt: skip


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(sheet: Worksheet, rows: Sequence[Sequence[object]]) -> Worksheet:
    """Adds rows to a worksheet and returns it."""
    for row in rows:
        sheet.append(list(row))
    return sheet


def register_book() -> Workbook:
    """A plant's register: a title across, merged places, a section row, the header again, a hidden row and sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "一车间"
    fill(sheet, [("示范厂危险因素台账",), TITLES, *ROWS])
    for merged in ("A1:H1", "A3:A4", "B3:B4"):
        sheet.merge_cells(merged)
    sheet.row_dimensions[6].hidden = True
    hidden = book.create_sheet("旧表")
    hidden.sheet_state = "hidden"
    fill(hidden, [TITLES, ROWS[0]])
    fill(book.create_sheet("Sheet3"), [("地点编码", "事由", "怎么办"), ("炉前", "烫伤。", "穿防护服。")])
    book.create_sheet("空表")
    return book
