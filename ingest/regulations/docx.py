"""DOCX to text: paragraphs, tables and automatic numbers, from a package that is bounded and free of entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET  # parts with a document type are refused before parsing

from ingest.regulations.docx_numbering import Numbering
from ingest.regulations.errors import DamagedDocxError, HostileDocxError, OversizeError, ProtectedDocxError

MEGABYTE = 1024 * 1024
LARGEST_PART = 48 * MEGABYTE
"""Bytes of the largest XML part read, unpacked; a law of 1,000 articles has about two."""
DEEPEST = 200
"""Levels of nesting; Word itself stays under 60."""
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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "EncryptedPackage" in names or any(i.flag_bits & 1 for i in package.infolist()):
                raise ProtectedDocxError(name)
            body = _part(package, "word/document.xml", name)
            numbers = _part(package, "word/numbering.xml", name) if "word/numbering.xml" in names else None
            styles = _part(package, "word/styles.xml", name) if "word/styles.xml" in names else None
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedDocxError(name) from error
    numbering = Numbering(numbers, styles)
    return "".join(f"{line}\n" for line in _lines(body, numbering))


def _part(package: zipfile.ZipFile, part: str, name: str) -> ET.Element:
    """Return a part parsed; refuses what is too large, too deep, or declares a document type."""
    with package.open(part) as stream:
        raw = stream.read(LARGEST_PART + 1)
    if len(raw) > LARGEST_PART:
        raise OversizeError(name, limit=LARGEST_PART // MEGABYTE)
    if b"\x00" in raw[:200] or b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise HostileDocxError(name)
    try:
        return _parsed(raw, name)
    except ET.ParseError as error:
        raise DamagedDocxError(name) from error


def _parsed(raw: bytes, name: str) -> ET.Element:
    depth = 0
    root: ET.Element | None = None
    for event, element in ET.iterparse(io.BytesIO(raw), events=("start", "end")):  # noqa: S314  # no document type
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise DamagedDocxError(name)
    if root is None:
        raise DamagedDocxError(name)
    return root


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
