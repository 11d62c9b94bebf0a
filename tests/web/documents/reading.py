"""Reads printed files back, for the tests."""

from __future__ import annotations

import ctypes
import io
import re

import pikepdf
import pypdfium2


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
