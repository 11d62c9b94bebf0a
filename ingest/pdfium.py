"""PDFium at work: pages as glyphs and ruled lines. The only module that imports pypdfium2."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.page import Glyph, PageContent, Rule

THICKEST_RULE = 3.0
"""Points: a filled rectangle up to this thick is a ruled line, a thicker one is a background."""
SHORTEST_RULE = 4.0
NEARLY_WHITE = 240
FAINTEST_ALPHA = 60
STRAIGHT = 0.02
"""Largest share of shear in an upright glyph's matrix."""
FORM_DEPTH = 8

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


class _Colours:
    """Tells paint that shows on white paper from paint that does not."""

    def __init__(self) -> None:
        self._parts = tuple(ctypes.c_uint() for _ in range(4))
        self._refs = tuple(ctypes.byref(part) for part in self._parts)

    def shows(self, call: Any, *handle: Any) -> bool:
        """Whether the colour got by `call(*handle, r, g, b, a)` is visible; an unknown colour is."""
        if not call(*handle, *self._refs):
            return True
        red, green, blue, alpha = (part.value for part in self._parts)
        return alpha >= FAINTEST_ALPHA and min(red, green, blue) < NEARLY_WHITE


class _TextReader:
    """Reads the glyphs of one text page with as few library calls a glyph as will do."""

    def __init__(self, page: Any, to_top: Matrix, size: tuple[float, float]) -> None:
        self.page, self.to_top, self.size = page, to_top, size
        self.dropped: Counter[str] = Counter()
        self._colours = _Colours()
        self._object: Any = None
        self._object_size = 0.0

    def read(self) -> list[Glyph]:
        """All visible upright glyphs in the order of the file."""
        handle = raw.FPDFText_LoadPage(self.page)
        try:
            return list(self._glyphs(handle))
        finally:
            raw.FPDFText_ClosePage(handle)

    def _glyphs(self, handle: Any) -> Iterator[Glyph]:
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        get_code, get_box, get_origin = (
            raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin,
        )  # fmt: skip
        a, _, _, d, e, f = self.to_top
        high = 0
        for index in range(raw.FPDFText_CountChars(handle)):
            code = get_code(handle, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            if code <= 32 or code in _BLANKS:
                continue
            size = self._shown_size(handle, index)
            if not size:
                continue
            get_box(handle, index, box_ref)
            get_origin(handle, index, x_ref, y_ref)
            yield Glyph(chr(code), a * box.left + e, a * box.right + e, d * y.value + f, size)

    def _shown_size(self, handle: Any, index: int) -> float:
        """The glyph's size in points, 0 for one that does not show as upright text."""
        owner = ctypes.cast(raw.FPDFText_GetTextObject(handle, index), ctypes.c_void_p).value
        if owner == self._object and owner is not None:
            return self._object_size
        self._object, self._object_size = owner, self._measure(handle, index)
        return self._object_size

    def _measure(self, handle: Any, index: int) -> float:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix))
        if abs(matrix.b) > STRAIGHT * abs(matrix.a) or matrix.d <= 0:
            self.dropped["rotated"] += 1
            return 0.0
        if not self._colours.shows(raw.FPDFText_GetFillColor, handle, index):
            self.dropped["invisible"] += 1
            return 0.0
        return float(raw.FPDFText_GetFontSize(handle, index)) * matrix.d


_BLANKS = frozenset({0xA0, 0xAD, 0x2002, 0x2003, 0x2009, 0x200B, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF})


class _RuleReader:
    """Collects straight strokes and thin filled rectangles as centre lines."""

    def __init__(self, to_top: Matrix, page_area: float) -> None:
        self.to_top, self.page_area = to_top, page_area
        self.rules: list[Rule] = []
        self.image_area = 0.0
        self._colours = _Colours()

    def walk(self, count: Any, get: Any, parent: Any, matrix: Matrix, depth: int = 0) -> None:
        """Visits the objects of a page or of a form within it."""
        for index in range(count(parent)):
            item = get(parent, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, _multiply(_matrix_of(item), matrix))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, _, _ = _multiply(_matrix_of(item), matrix)
                self.image_area += abs(a * d - b * c)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
                inner = _multiply(_matrix_of(item), matrix)
                self.walk(raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, item, inner, depth + 1)

    def _path(self, item: Any, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        lines = _polylines(item, matrix)
        if stroke.value and self._colours.shows(raw.FPDFPageObj_GetStrokeColor, item):
            for points in lines:
                for start, end in zip(points, points[1:], strict=False):
                    self._add(*start, *end)
        elif fill.value and self._colours.shows(raw.FPDFPageObj_GetFillColor, item):
            for points in lines:
                self._thin(points)

    def _thin(self, points: list[tuple[float, float]]) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 <= THICKEST_RULE < y1 - y0:
            self._add((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif y1 - y0 <= THICKEST_RULE < x1 - x0:
            self._add(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)

    def _add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        a, _, _, d, e, f = self.to_top
        left, right = sorted((a * x0 + e, a * x1 + e))
        top, bottom = sorted((d * y0 + f, d * y1 + f))
        if bottom - top < 1 and right - left >= 1:
            self.rules.append(Rule(left, (top + bottom) / 2, right, (top + bottom) / 2))
        elif right - left < 1 and bottom - top >= 1:
            self.rules.append(Rule((left + right) / 2, top, (left + right) / 2, bottom))


def _matrix_of(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _polylines(item: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The path's straight sub-paths in page coordinates; a curve breaks the line."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    lines: list[list[tuple[float, float]]] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind != raw.FPDF_SEGMENT_LINETO or not lines:
            lines.append([])
        lines[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            lines[-1].append(lines[-1][0])
    return lines


def read_page(document: Any, index: int) -> PageContent:
    """The glyphs and rules of the page at `index` (from 0); frees what PDFium holds for it."""
    page = document[index]
    try:
        width, height = page.get_size()
        left, bottom, _, top = page.get_bbox()
        to_top: Matrix = (1.0, 0.0, 0.0, -1.0, -left, top)
        text = _TextReader(page.raw, to_top, (width, height))
        glyphs = text.read()
        ruler = _RuleReader(to_top, width * height)
        ruler.walk(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page.raw, IDENTITY)
        share = ruler.image_area / max(width * (top - bottom), 1)
        return PageContent(index + 1, width, height, glyphs, ruler.rules, min(share, 1.0), dict(text.dropped))
    finally:
        page.close()


def read_pages(path: Path) -> Iterator[PageContent]:
    """Every page of the file at `path`, one at a time."""
    document = pdfium.PdfDocument(path)
    try:
        for index in range(len(document)):
            yield read_page(document, index)
    finally:
        document.close()
