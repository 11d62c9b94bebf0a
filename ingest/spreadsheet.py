"""Reads the first sheet of a workbook as text, in a child process with limits: workbooks are ZIPs anybody may send."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import msgspec

from ingest.limits import MEGABYTE, Limits, limit_this_process
from kb.errors import HazardKbError

MAX_FILE_MB = 2
MAX_ROWS, _MAX_COLUMNS, _MAX_CELL = 1000, 40, 200
_LIMITS = Limits(memory_mb=768, cpu_seconds=20, wall_seconds=30.0, output_mb=1)
_ROOT = Path(__file__).resolve().parent.parent
_UNREADABLE = "名单读不出来：请用 Excel 或 WPS 另存为 .xlsx（不超过 {rows} 行、{size} MB，不设打开密码）再试。"


class SpreadsheetError(HazardKbError):
    """The workbook cannot be read within the limits; the message says what would do."""


def read_sheet(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the cells of the first sheet as text, row by row, at most `MAX_ROWS` rows after a head.

    Raises SpreadsheetError for what is no workbook, holds more, or costs more memory or time than a list may.
    """
    refused = SpreadsheetError(_UNREADABLE.format(rows=MAX_ROWS, size=MAX_FILE_MB))
    try:
        if path.stat().st_size > MAX_FILE_MB * MEGABYTE:
            raise refused
        found = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "ingest.spreadsheet", os.fspath(path.resolve())],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIMITS.wall_seconds,
            check=True,
            env=os.environ | {"PYTHONPATH": os.fspath(_ROOT), "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        rows = msgspec.json.decode(found.stdout, type=tuple[tuple[str, ...], ...])
    except (OSError, subprocess.SubprocessError, msgspec.MsgspecError) as error:
        raise refused from error
    if len(rows) > MAX_ROWS:
        raise refused
    return rows


def _cells(path: str) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        rows = islice(book.get_sheet_by_index(0).iter_rows(), MAX_ROWS + 1)
        return [[_text(cell) for cell in row[:_MAX_COLUMNS]] for row in rows]


def _text(cell: object) -> str:
    """Return a cell as it reads: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)[:_MAX_CELL]


if __name__ == "__main__":
    limit_this_process(_LIMITS)
    sys.stdout.buffer.write(msgspec.json.encode(_cells(sys.argv[1])))
