"""PDFium's side of a document: opening it, reading its pages, drawing pictures of them.

This module and its two helpers, pdfium_text and pdfium_rules, are the only ones that import pypdfium2.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.limits import Limits
from ingest.page import PageContent
from ingest.pdfium_rules import RuleReader, TooManyRules, most_pixels
from ingest.pdfium_text import Matrix, TextReader, TooManyGlyphs

POINTS_PER_INCH = 72


class PageError(Exception):
    """One page cannot be read; `code` is a key of ingest.report.PAGE_REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OpenError(Exception):
    """The document cannot be opened; `code` is a key of ingest.errors.ERRORS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PdfiumDocument:
    """An open PDF; close it after use."""

    def __init__(self, path: Path) -> None:
        try:
            self._document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            code = getattr(error, "err_code", None)
            raise OpenError("encrypted" if code == raw.FPDF_ERR_PASSWORD else "damaged") from error

    def __enter__(self) -> PdfiumDocument:
        """The document itself, for `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Frees the document."""
        self._document.close()

    def __len__(self) -> int:
        """The number of pages."""
        return len(self._document)

    def read(self, index: int, limits: Limits) -> PageContent:
        """The glyphs and rules of the page at `index` (from 0); frees what PDFium holds for it."""
        page = self._load(index)
        try:
            width, height = page.get_size()
            to_top = _to_top(page)
            if raw.FPDFPage_CountObjects(page.raw) > limits.objects_per_page:
                raise PageError("too_many_objects")
            text = TextReader(to_top, width, height, limits.glyphs_per_page)
            glyphs = text.read(page.raw)
            if len(glyphs) > limits.glyphs_per_page:
                raise PageError("too_many_glyphs")
            ruler = RuleReader(to_top, limits.rules_per_page)
            rules = ruler.read(page.raw)
        except (TooManyRules, TooManyGlyphs) as error:
            raise PageError("too_many_rules" if isinstance(error, TooManyRules) else "too_many_glyphs") from error
        finally:
            page.close()
        dropped = {reason: "".join(found) for reason, found in text.dropped.items()}
        share = min(ruler.image_area / max(width * height, 1.0), 1.0)
        return PageContent(index + 1, width, height, glyphs, rules, share, dropped)

    def picture(self, index: int, dpi: int, limits: Limits) -> tuple[Any, float]:
        """The page at `index` (from 0) as a grey Pillow image, and its pixels a point: fewer for a huge page.

        Raises PageError where the page holds a picture of more pixels than the limits allow, before it is decoded.
        """
        page = self._load(index)
        try:
            if most_pixels(page.raw) > limits.picture_pixels:
                raise PageError("too_many_pixels")
            width, height = page.get_size()
            most = (limits.drawn_pixels / max(width * height, 1.0)) ** 0.5
            scale = min(dpi / POINTS_PER_INCH, most)
            return page.render(scale=scale, grayscale=True).to_pil(), scale
        finally:
            page.close()

    def _load(self, index: int) -> Any:
        try:
            return self._document[index]
        except pdfium.PdfiumError as error:
            raise PageError("unreadable") from error


def _to_top(page: Any) -> Matrix:
    """The matrix from PDF coordinates to points from the top left corner of the page as shown."""
    left, bottom, right, top = page.get_bbox()
    return {
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }.get(page.get_rotation(), (1.0, 0.0, 0.0, -1.0, -left, top))
