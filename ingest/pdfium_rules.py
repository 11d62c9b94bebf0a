"""The ruled lines of a page, from PDFium's page objects: strokes and thin filled rectangles, as centre lines."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

from ingest.page import Rule
from ingest.pdfium_text import FAINTEST, Matrix

THICKEST = 3.0
"""Points: a filled rectangle up to this thick is a ruled line, a thicker one is a background."""
NEARLY_WHITE = 240
FORM_DEPTH = 8
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Point = tuple[float, float]


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


class TooManyRules(Exception):  # noqa: N818 - a signal within ingest, never shown
    """The page draws more rules than the limit allows."""


class RuleReader:
    """Collects a page's rules and the area its pictures cover; `most` caps the rules."""

    def __init__(self, to_top: Matrix, most: int) -> None:
        self.to_top, self.most = to_top, most
        self.rules: list[Rule] = []
        self.image_area = 0.0
        self._channels = tuple(ctypes.c_uint() for _ in range(4))
        self._channel_refs = tuple(ctypes.byref(channel) for channel in self._channels)

    def read(self, page: Any) -> list[Rule]:
        """All rules of the page and of the forms on it."""
        self._walk(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page, self.to_top)
        return self.rules

    def _walk(
        self, count: Callable[..., int], get: Callable[..., Any], parent: Any, matrix: Matrix, depth: int = 0
    ) -> None:
        for index in range(count(parent)):
            item = get(parent, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, multiply(_matrix_of(item), matrix))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, _, _ = multiply(_matrix_of(item), matrix)
                self.image_area += abs(a * d - b * c)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
                inner = multiply(_matrix_of(item), matrix)
                self._walk(raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, item, inner, depth + 1)

    def _path(self, item: Any, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if stroke.value and self._shows(raw.FPDFPageObj_GetStrokeColor, item):
            for points in _polylines(item, matrix):
                for (x0, y0), (x1, y1) in itertools.pairwise(points):
                    self._add(x0, y0, x1, y1)
        elif fill.value and self._shows(raw.FPDFPageObj_GetFillColor, item):
            for points in _polylines(item, matrix):
                self._add_thin(points)

    def _shows(self, get_colour: Callable[..., int], item: Any) -> bool:
        """Whether the paint can be seen on white paper; unknown paint can."""
        if not get_colour(item, *self._channel_refs):
            return True
        red, green, blue, alpha = (channel.value for channel in self._channels)
        return alpha >= FAINTEST and min(red, green, blue) < NEARLY_WHITE

    def _add_thin(self, points: list[Point]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 <= THICKEST < y1 - y0:
            self._add((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif y1 - y0 <= THICKEST < x1 - x0:
            self._add(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)

    def _add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if len(self.rules) >= self.most:
            raise TooManyRules
        if abs(y1 - y0) < 1 <= abs(x1 - x0):
            self.rules.append(Rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2))
        elif abs(x1 - x0) < 1 <= abs(y1 - y0):
            self.rules.append(Rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)))


def most_pixels(page: Any) -> int:
    """The pixels of the largest picture on the page and in the forms on it, as the file states them."""
    width, height = ctypes.c_uint(), ctypes.c_uint()

    def largest(count: Callable[..., int], get: Callable[..., Any], parent: Any, depth: int) -> int:
        most = 0
        for index in range(count(parent)):
            item = get(parent, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                raw.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(width), ctypes.byref(height))
                most = max(most, width.value * height.value)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
                most = max(most, largest(raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, item, depth + 1))
        return most

    return largest(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page, 0)


def _matrix_of(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _polylines(item: Any, matrix: Matrix) -> list[list[Point]]:
    """The path's straight runs as seen on the page; a curve ends one."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    runs: list[list[Point]] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if not runs or raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_LINETO:
            runs.append([])
        runs[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            runs[-1].append(runs[-1][0])
    return runs
