"""The visible glyphs of a page, from PDFium's text page."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from ingest.page import Glyph

Matrix = tuple[float, float, float, float, float, float]

STRAIGHT = 0.02
"""Largest share of slant in an upright glyph's direction."""
PALEST_TEXT = 190
"""Text whose every channel is at least this bright is a watermark, or white on white."""
FAINTEST = 100
"""Text or rules with less opacity than this (of 255) do not count."""
BLANKS = 2
"""PDFium's count holds spaces and line ends; a page within its limit has no more than this many times its glyphs."""
HYPHEN_AT_LINE_END = 2
"""PDFium's code for a hyphen that ends a line."""
_BLANK = frozenset({0x20, 0xA0, 0xAD, 0x2002, 0x2003, 0x2009, 0x200B, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF})


class TooManyGlyphs(Exception):  # noqa: N818 - a signal within ingest, never shown
    """The page holds more characters than the limit allows."""


class TextReader:
    """Reads one page's glyphs with as few library calls a glyph as will do.

    `to_top` maps PDF coordinates to points from the top left corner of the page as shown. What does not show
    as upright text is kept in `dropped` by reason. `most` caps the characters.
    """

    def __init__(self, to_top: Matrix, width: float, height: float, most: int) -> None:
        self.most = most
        self.to_top, self.width, self.height = to_top, width, height
        self.dropped: dict[str, list[str]] = defaultdict(list)
        self._matrix = raw.FS_MATRIX()
        self._channels = tuple(ctypes.c_uint() for _ in range(4))
        self._channel_refs = tuple(ctypes.byref(channel) for channel in self._channels)

    def read(self, page: Any) -> list[Glyph]:
        """All visible upright glyphs in the order of the file; raises TooManyGlyphs before it reads any."""
        handle = raw.FPDFText_LoadPage(page)
        try:
            if raw.FPDFText_CountChars(handle) > BLANKS * self.most:
                raise TooManyGlyphs
            return list(self._glyphs(handle))
        finally:
            raw.FPDFText_ClosePage(handle)

    def _glyphs(self, handle: Any) -> Iterator[Glyph]:
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        get_box, get_origin = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
        a, b, c, d, e, f = self.to_top
        for index, character in _characters(handle):
            size = self._size(handle, index)
            reason = self._hidden(handle, index) if size else "rotated"
            if not reason:
                get_origin(handle, index, x_ref, y_ref)
                get_box(handle, index, box_ref)
                one, other = a * box.left + c * box.bottom + e, a * box.right + c * box.top + e
                glyph = Glyph(character, min(one, other), max(one, other), b * x.value + d * y.value + f, size)
                if self._on_page(glyph):
                    yield glyph
                    continue
                reason = "off_page"
            self.dropped[reason].append(character)

    def _on_page(self, glyph: Glyph) -> bool:
        return glyph.x1 > 0 and glyph.x0 < self.width and 0 < glyph.baseline < self.height + glyph.size

    def _size(self, handle: Any, index: int) -> float:
        """The glyph's height in points, 0 where it does not stand upright."""
        m = self._matrix
        raw.FPDFText_GetMatrix(handle, index, m)
        a, b, c, d, _, _ = self.to_top
        along, across = a * m.a + c * m.b, b * m.a + d * m.b
        up = b * m.c + d * m.d
        if along <= 0 or abs(across) > STRAIGHT * along or up >= 0:
            return 0.0
        return float(-up * raw.FPDFText_GetFontSize(handle, index))

    def _hidden(self, handle: Any, index: int) -> str:
        """Why the glyph cannot be seen, or nothing."""
        if raw.FPDFText_GetFillColor(handle, index, *self._channel_refs):
            red, green, blue, alpha = self._channels
            if alpha.value < FAINTEST:
                return "pale"
            if red.value >= PALEST_TEXT and green.value >= PALEST_TEXT and blue.value >= PALEST_TEXT:
                return "pale"
        owner = raw.FPDFText_GetTextObject(handle, index)
        if raw.FPDFTextObj_GetTextRenderMode(owner) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return "invisible"
        return ""


def _characters(handle: Any) -> Iterator[tuple[int, str]]:
    """Index and text of each character that leaves ink; surrogate pairs are one character at their second index."""
    get_code, high = raw.FPDFText_GetUnicode, 0
    for index in range(raw.FPDFText_CountChars(handle)):
        code = get_code(handle, index)
        if code > 32 and code not in _BLANK:
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            yield index, chr(code)
        elif code == HYPHEN_AT_LINE_END:
            yield index, "-"
        elif code == 0 and not raw.FPDFText_IsGenerated(handle, index):
            yield index, "\ufffd"
