"""Reads printed files back, for the tests."""

from __future__ import annotations

import ctypes
import io
import re
from itertools import pairwise
from typing import NamedTuple

import pikepdf
import pypdfium2

_TOUCHING = 1.0
"""Points by which neighbours may overlap: italics and brackets do."""


def squeezed(text: str) -> str:
    """`text` without any white space: lines break anywhere in Chinese."""
    return re.sub(r"\s+", "", text)


def pdf_pages(content: bytes) -> list[str]:
    """The text of each page, without white space."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [squeezed(_page_text(document, index)) for index in range(len(document))]
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_range())
    finally:
        text_page.close()
        page.close()


def pdf_tags(content: bytes) -> list[str]:
    """The structure tags of a PDF in reading order, figures with their alternative text (`Figure:…`)."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as document:
        _walk(document.Root.StructTreeRoot, found)
    return found


def _walk(node: pikepdf.Object, found: list[str]) -> None:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _walk(child, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            alt = f":{node.Alt}" if "/Alt" in node else ""
            found.append(str(node.S).removeprefix("/") + alt)
        if "/K" in node:
            _walk(node.K, found)


class Run(NamedTuple):
    """A run of glyphs as drawn, in points from the page's lower left corner."""

    baseline: float
    left: float
    right: float


def faults_of_setting(content: bytes) -> list[str]:
    """What is drawn beyond the page's edge, or over what stands beside it on the same line: page and place."""
    document, faults = pypdfium2.PdfDocument(content), []
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        runs = []
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = item.get_bounds()
            runs.append(Run(round(item.get_matrix().f, 1), left, right))
            if left < 0 or bottom < 0 or right > width or top > height:
                faults.append(f"page {number}: beyond the edge at {left:.0f}, {bottom:.0f}")
        runs.sort()
        for one, other in pairwise(runs):
            if one.baseline == other.baseline and other.left < one.right - _TOUCHING and one.left < one.right:
                faults.append(f"page {number}: over one another at {other.left:.0f}, {other.baseline:.0f}")
        page.close()
    document.close()
    return faults


def smallest_type(content: bytes) -> float:
    """The smallest size of type in points that any glyph is set in."""
    document = pypdfium2.PdfDocument(content)
    sizes = []
    for page in document:
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            size = ctypes.c_float()
            pypdfium2.raw.FPDFTextObj_GetFontSize(item, size)
            sizes.append(size.value * abs(item.get_matrix().d))
        page.close()
    document.close()
    return min(sizes)
