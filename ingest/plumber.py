"""pdfplumber, the reference: its fonts decode what a page shows, its objects and geometry settle doubts.

The only module that imports pdfplumber (and pdfminer, which it stands on).
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psexceptions import PSException
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.geometry import rect_to_edges

from ingest.cells import JOIN, SHORTEST, SNAP, TOUCH
from ingest.page import Glyph
from ingest.pdfium_rules import THICKEST
from ingest.showing import scan, string_bytes

logging.getLogger("pdfminer").setLevel(logging.ERROR)

FORM_DEPTH = 8
MOST_FORMS = 2_000
"""Forms drawn a page at most; more is a file made to do harm."""

Corners = tuple[float, float, float, float]
_BROKEN = (
    MalformedPDFException, PdfminerException, PDFException, PSException, ArithmeticError, AssertionError,
    AttributeError, LookupError,
    NotImplementedError, RecursionError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What comes out of pdfplumber for a broken file, found by mutating a good one."""


class NoSecondReading(Exception):  # noqa: N818 - a signal within ingest, never shown
    """pdfplumber cannot read this document or page, so there is no second reading."""


class PlumberDocument:
    """A document opened by pdfplumber; close it after use."""

    def __init__(self, path: Path) -> None:
        try:
            self._pdf = pdfplumber.open(path)
            self._pages = self._pdf.pages
        except _BROKEN as error:
            raise NoSecondReading(str(error)) from error
        self._manager = PDFResourceManager()
        self._decoded: dict[tuple[int, bytes], str] = {}
        self._forms = 0

    def close(self) -> None:
        """Frees the document."""
        self._pdf.close()

    def shown_text(self, index: int) -> str:
        """All characters the page at `index` (from 0) shows, in the order of its content; fast, without positions."""
        self._forms = 0
        try:
            page = self._pages[index].page_obj
            content = b"\n".join(resolve1(part).get_data() for part in page.contents)
            return "".join(self._strings(content, page.resources, 0))
        except _BROKEN as error:
            raise NoSecondReading(str(error)) from error

    def _strings(self, content: bytes, resources: Any, depth: int) -> Iterator[str]:
        fonts = {name.encode("latin-1"): spec for name, spec in (resolve1(resources.get("Font")) or {}).items()}
        numbers = {name: spec.objid for name, spec in fonts.items() if isinstance(spec, PDFObjRef)}
        for font, token, form in scan(content):
            if form:
                yield from self._form(resources, form.decode("latin-1"), depth)
                continue
            key = (numbers[font], token)
            text = self._decoded.get(key)
            if text is None:
                text = self._decoded[key] = self._decode(*key)
            yield text

    def _form(self, resources: Any, name: str, depth: int) -> Iterator[str]:
        found = resolve1((resolve1(resources.get("XObject")) or {}).get(name))
        self._forms += 1
        if depth >= FORM_DEPTH or self._forms > MOST_FORMS or not isinstance(found, PDFStream):
            return
        if getattr(found.get("Subtype"), "name", "") == "Form":
            inner = resolve1(found.get("Resources")) or resources
            yield from self._strings(found.get_data(), inner, depth + 1)

    def _decode(self, number: int, token: bytes) -> str:
        font = self._manager.get_font(number, resolve1(self._pdf.doc.getobj(number)))
        characters = []
        for code in font.decode(string_bytes(token)):
            try:
                characters.append(font.to_unichr(code))
            except PDFUnicodeNotDefined:
                characters.append("\ufffd")
        return "".join(characters)

    def glyphs(self, index: int) -> list[Glyph]:
        """pdfplumber's own characters of the page at `index` (from 0), upright ones, with their baselines."""
        try:
            page = self._pages[index]
            height = float(page.height)
            found = [_glyph(char, height) for char in page.chars if char["upright"] and char["text"].strip()]
            page.close()
        except _BROKEN as error:
            raise NoSecondReading(str(error)) from error
        return found

    def cells(self, index: int) -> list[list[Corners]]:
        """The cells pdfplumber's geometry finds on the page, table by table, from centre lines of its rules."""
        page = self._pages[index]
        try:
            edges = [edge for item in page.lines + page.rects for edge in _centre_edges(item)]
            merged = merge_edges(edges, SNAP, SNAP, JOIN, JOIN)
            long = [e for e in merged if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= SHORTEST]
            crossings = edges_to_intersections(long, TOUCH, TOUCH)
            return [list(table) for table in cells_to_tables(intersections_to_cells(crossings))]
        finally:
            page.close()


def _glyph(char: dict[str, Any], height: float) -> Glyph:
    """A character of pdfplumber's as a glyph: its baseline is the text matrix's, not its box's."""
    return Glyph(char["text"], char["x0"], char["x1"], height - char["matrix"][5], char["size"])


def _centre_edges(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The edges of a stroked rectangle, or the centre line of a line or thin filled rectangle."""
    wide, tall = item["x1"] - item["x0"], item["bottom"] - item["top"]
    if min(wide, tall) > THICKEST:
        return list(rect_to_edges(item)) if item.get("stroke") else []
    middle_x, middle_y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    flat = wide > tall
    edge = {
        "object_type": "line",
        "orientation": "h" if flat else "v",
        "x0": item["x0"] if flat else middle_x,
        "x1": item["x1"] if flat else middle_x,
        "top": middle_y if flat else item["top"],
        "bottom": middle_y if flat else item["bottom"],
    }
    return [edge | {"width": edge["x1"] - edge["x0"], "height": edge["bottom"] - edge["top"]}]
