"""DOCX to text: paragraphs, tables and automatic numbers."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET  # only elements parsed and checked by ingest.office.package

from ingest.office.numbering import Numbering
from ingest.office.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_LEFT_OUT = frozenset(
    {
        f"{W}del",
        f"{W}moveFrom",
        f"{W}instrText",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
"""Deleted words, field codes, and the second writing of a text box."""


def docx_text(data: bytes, name: str) -> str:
    """Return the text of a DOCX: one paragraph a line, a row's cells joined by tabs, automatic numbers written out.

    Raises the IngestError that says why not; nothing is dropped in silence.
    """
    package = Package(data, name)
    body = package.part(package.main_part("wordprocessingml", "word/document.xml"))
    numbering = Numbering(package.optional("word/numbering.xml"), package.optional("word/styles.xml"))
    return "".join(f"{line}\n" for line in _lines(body, numbering))


def _lines(root: ET.Element, numbering: Numbering) -> Iterator[str]:
    body = root.find(f"{W}body")
    for element in body if body is not None else root:
        yield from _block(element, numbering)


def _block(element: ET.Element, numbering: Numbering) -> Iterator[str]:
    if element.tag == f"{W}p":
        yield from f"{numbering.label(element)}{_words(element)}".split("\n")
    elif element.tag == f"{W}tbl":
        for row in element.iter(f"{W}tr"):
            cells = [
                " ".join(f"{numbering.label(p)}{_words(p)}" for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")
            ]
            yield "\t".join(cells).replace("\n", " ")
    else:
        for child in element:
            yield from _block(child, numbering)


def _words(paragraph: ET.Element) -> str:
    """Return the words of a paragraph; what a revision deleted, and field codes, are not part of the text."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _LEFT_OUT:
            continue
        if element.tag == f"{W}t":
            pieces.append(element.text or "")
        elif element.tag in _BLANKS:
            pieces.append(_BLANKS[element.tag])
        else:
            waiting.extend(reversed(element))
    return "".join(pieces)
