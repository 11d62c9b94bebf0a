"""The booklet drawn by hand with reportlab, with all that makes such files hard to read.

Punctuation in another font and size; small raised and lowered figures; bold by drawing twice; a watermark across the
table and one upright and pale; white and hidden drawing; rules as strokes and as thin filled rectangles; a table left
open where a row goes on overleaf; two rows without a rule between them; places and bases centred over their rows.
"""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.fonts import REGULAR
from tests.ingest.golden import COLUMNS, WIDTHS, Booklet
from tests.ingest.prints.layout import PITCH, Band, Sheet, lay_out

WIDTH, HEIGHT = 672.0, 461.0
LEFT, TOP = 18.0, 40.0
SIZE, MARK_SIZE = 8.83, 8.6
TEXT, MARKS = "PrintText", "PrintMarks"
EDGES = [LEFT, *(LEFT + edge for edge in accumulate(WIDTHS))]
HEADER_HEIGHT = 18.0
UNRULED = "（1）柜门敞开，裸露母排没有隔板。"
"""The hazard below which no rule is drawn."""

_RAISED, _LOWERED = {"²": "2", "³": "3", "⁻": "-"}, {"₂": "2"}
_PUNCTUATION = frozenset("，。、；：（）《》“”")


def _parts(text: str) -> list[tuple[str, str, float, float]]:
    """Each character as (character, font, size, rise)."""
    parts = []
    for character in text:
        if character in _RAISED:
            parts.append((_RAISED[character], TEXT, SIZE * 0.58, SIZE * 0.4))
        elif character in _LOWERED:
            parts.append((_LOWERED[character], TEXT, SIZE * 0.58, -SIZE * 0.18))
        elif character in _PUNCTUATION:
            parts.append((character, MARKS, MARK_SIZE, 0.0))
        else:
            parts.append((character, TEXT, SIZE, 0.0))
    return parts


def _advance(part: tuple[str, str, float, float]) -> float:
    return float(pdfmetrics.stringWidth(part[0], part[1], part[2]))


def _wrap(text: str, column: int) -> list[str]:
    """Lines that fit the column; Latin words and numbers are not broken."""
    room = WIDTHS[column] - 10
    lines, used = [""], 0.0
    for piece in re.findall(r"[A-Za-z0-9./]+|.", text):
        step = sum(_advance(part) for part in _parts(piece))
        if used + step > room:
            lines.append("")
            used = 0.0
        lines[-1] += piece
        used += step
    return [line.strip() for line in lines if line]


class _Printer:
    """Draws sheets on a canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.spans: dict[str, tuple[float, list[str]]] = {}

    def text(self, x: float, y: float, text: str) -> None:
        """A line at a baseline `y` points from the top."""
        for part in _parts(text):
            character, font, size, rise = part
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, HEIGHT - y + rise, character)
            x += _advance(part)

    def bold(self, x: float, y: float, text: str) -> None:
        """The line drawn twice, a little apart."""
        self.text(x, y, text)
        self.text(x + 0.25, y, text)

    def column(self, column: int, lines: list[str], top: float, bottom: float) -> None:
        """Lines centred between two heights."""
        y = (top + bottom - len(lines) * PITCH) / 2 + PITCH * 0.8
        for line in lines:
            self.text(EDGES[column] + 5, y, line)
            y += PITCH

    def across(self, y: float, first: int, last: int) -> None:
        """A horizontal rule from one column edge to another, as a stroke."""
        self.canvas.line(EDGES[first], HEIGHT - y, EDGES[last], HEIGHT - y)

    def down(self, column: int, top: float, bottom: float) -> None:
        """A vertical rule, as a thin filled rectangle."""
        self.canvas.rect(EDGES[column] - 0.25, HEIGHT - bottom, 0.5, bottom - top, stroke=0, fill=1)

    def sheet(self, sheet: Sheet, number: int) -> None:
        """One page."""
        self._background()
        if sheet.heading:
            self.text(LEFT, TOP - 12, sheet.heading)
        else:
            self.text(WIDTH - 60, TOP - 12, "（续表）")
        y = self._header(TOP)
        for band in sheet.bands:
            y = self._band(band, y, at_top=band is sheet.bands[0], at_end=band is sheet.bands[-1])
        self.text(WIDTH / 2 - 12, HEIGHT - 16, f"— {number} —")

    def _background(self) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillColorRGB(0.8, 0.8, 0.8)
        canvas.setFont(TEXT, 30)
        canvas.drawString(150, 120, "内部资料")
        canvas.translate(330, 220)
        canvas.rotate(40)
        canvas.setFillColorRGB(0.3, 0.3, 0.3)
        canvas.drawString(-80, 0, "严禁外传")
        canvas.restoreState()
        canvas.saveState()
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.line(LEFT, 150, WIDTH - LEFT, 150)
        hidden: Any = canvas.beginText(200, 200)
        hidden.setFont(TEXT, SIZE)
        hidden.setTextRenderMode(3)
        hidden.textOut("看不见的字")
        canvas.drawText(hidden)
        canvas.restoreState()

    def _header(self, y: float) -> float:
        bottom = y + HEADER_HEIGHT
        for column, title in enumerate(COLUMNS):
            self.bold(EDGES[column] + 8, y + 12.5, title)
        self.across(y, 0, 6)
        self.across(bottom, 0, 6)
        for column in range(7):
            self.down(column, y, bottom)
        return bottom

    def _band(self, band: Band, y: float, *, at_top: bool, at_end: bool) -> float:
        bottom = y + band.height
        if band.section:
            self.text(LEFT + 5, y + 12.5, band.section)
            self.down(0, y, bottom)
            self.down(6, y, bottom)
            self.across(bottom, 0, 6)
            return bottom
        for column in range(7):
            self.down(column, y, bottom)
        for column in (2, 3, 4):
            self.column(column, band.columns[column], y, bottom)
        self._spanning("place", band, (y, bottom), opens=band.opens or at_top, closes=band.closes or at_end)
        self._spanning("basis", band, (y, bottom), opens=band.basis_opens or at_top, closes=band.basis_closes or at_end)
        if not band.cut and band.ruled:
            self.across(bottom, 0 if band.closes or at_end else 2, 6 if band.basis_closes or at_end else 5)
        return bottom

    def _spanning(self, kind: str, band: Band, reach: tuple[float, float], *, opens: bool, closes: bool) -> None:
        """Place and number, or basis: drawn centred over the rows they span once the last of these is reached."""
        for column in (0, 1) if kind == "place" else (5,):
            key = f"{kind}{column}"
            top, lines = (reach[0], []) if opens or key not in self.spans else self.spans[key]
            lines = lines + band.columns[column]
            self.spans[key] = (top, lines)
            if closes:
                self.column(column, lines, top, reach[1])
                del self.spans[key]


def render(book: Booklet, target: Path) -> None:
    """Draws the booklet behind a title page and a blank one."""
    pdfmetrics.registerFont(TTFont(TEXT, str(REGULAR)))
    pdfmetrics.registerFont(TTFont(MARKS, str(REGULAR.with_name("HazardkbSansSC-Bold.ttf"))))
    canvas = Canvas(str(target), pagesize=(WIDTH, HEIGHT))
    canvas.setLineWidth(0.4)
    printer = _Printer(canvas)
    printer.text(LEFT, 80, book.title)
    canvas.showPage()
    canvas.showPage()
    for number, sheet in enumerate(lay_out(book, _wrap, UNRULED), start=1):
        canvas.setLineWidth(0.4)
        printer.sheet(sheet, number)
        canvas.showPage()
    canvas.save()
