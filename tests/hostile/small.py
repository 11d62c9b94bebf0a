"""A small good PDF: one hazard table of two rows on one page, under 3 KB, its fonts not embedded."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.golden import COLUMNS

FONT = "STSong-Light"
XS = (20, 60, 150, 290, 380, 640, 780)
YS = (560, 530, 470, 410)
ROWS = (
    ("1", "砂轮机", "砂轮没有防护罩。", "物体打击", "（1）装好防护罩再开机。", "《示范规程》"),
    ("2", "配电柜", "柜门敞开。", "触电", "（1）柜门随手关好上锁。", "《示范规程》"),
)


def small_pdf(path: Path) -> bytes:
    """Writes the document to `path` and returns its bytes, the same every time."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(800, 600), pageCompression=1, invariant=1)
    canvas.setFont(FONT, 10)
    for row, (top, _) in zip((COLUMNS, *ROWS), pairwise(YS), strict=True):
        for x, text in zip(XS, row, strict=False):
            canvas.drawString(x + 4, top - 16, text)
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])
    canvas.save()
    return path.read_bytes()
