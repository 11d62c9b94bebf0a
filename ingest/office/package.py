"""The ZIP package of a Word or Excel file: bounded before anything is unpacked, its XML free of entities."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from xml.etree import ElementTree as ET  # parts with a document type are refused before parsing

from ingest.office.errors import (
    BombError,
    DamagedOfficeError,
    HostileOfficeError,
    OversizeError,
    ProtectedOfficeError,
)

MEGABYTE = 1024 * 1024
LARGEST_PART = 48 * MEGABYTE
"""Bytes of the largest XML part read, unpacked; a law of 1,000 articles has about two."""
LARGEST_PACKAGE = 256 * MEGABYTE
"""Bytes of all parts together, as the package declares them."""
MOST_PARTS = 5_000
HIGHEST_RATIO, RATIO_COUNTS_FROM = 200, 8 * MEGABYTE
"""Unpacked to packed, of parts so large that it matters; 300 like rows of a table reach 60."""
DEEPEST = 200
"""Levels of nesting; Word itself stays under 60."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
    struct.error, OverflowError,
)  # fmt: skip
"""What zipfile raises on packages cut short or altered."""
_STRICT_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""Namespaces of “Strict Open XML”, which Word offers as a second DOCX, and those of the usual one."""


class Package:
    """An open package. Raises the IngestError that says why it cannot be trusted; no part is ever written to disk."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except _BROKEN as error:
            raise DamagedOfficeError(name) from error
        self.names = {part.filename for part in parts}
        if "EncryptedPackage" in self.names or any(part.flag_bits & 1 for part in parts):
            raise ProtectedOfficeError(name)
        if len(parts) > MOST_PARTS or any(map(_is_bomb, parts)):
            raise BombError(name)
        if sum(part.file_size for part in parts) > LARGEST_PACKAGE:
            raise OversizeError(name, limit=LARGEST_PACKAGE // MEGABYTE)

    def raw(self, part: str) -> bytes:
        """The bytes of an XML part, free of document types and entities."""
        try:
            with self._zip.open(part) as stream:
                found = stream.read(LARGEST_PART + 1)
        except _BROKEN as error:
            raise DamagedOfficeError(self.name) from error
        if len(found) > LARGEST_PART:
            raise OversizeError(self.name, limit=LARGEST_PART // MEGABYTE)
        if b"\x00" in found[:200] or b"<!DOCTYPE" in found or b"<!ENTITY" in found:
            raise HostileOfficeError(self.name)
        return found

    def part(self, part: str) -> ET.Element:
        """A part parsed; refuses what is too deep or no XML."""
        found = self.raw(part)
        for strict, usual in _STRICT_NAMES:
            found = found.replace(strict, usual)
        try:
            return self._parsed(found)
        except (ET.ParseError, ValueError, LookupError) as error:
            raise DamagedOfficeError(self.name) from error

    def optional(self, part: str) -> ET.Element | None:
        """A part parsed, None where the package has none of this name."""
        return self.part(part) if part in self.names else None

    def _parsed(self, raw: bytes) -> ET.Element:
        depth = 0
        root: ET.Element | None = None
        for event, element in ET.iterparse(io.BytesIO(raw), events=("start", "end")):  # noqa: S314  # no document type
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise DamagedOfficeError(self.name)
        if root is None:
            raise DamagedOfficeError(self.name)
        return root

    def main_part(self, kind: str, usual: str) -> str:
        """The name of the part whose content type says that it is the document (`kind`, such as wordprocessingml)."""
        if usual in self.names or "[Content_Types].xml" not in self.names:
            return usual
        types = self.raw("[Content_Types].xml").decode("utf-8", "replace")
        pattern = rf'PartName="/([^"]+)"\s+ContentType="[^"]*{kind}[^"]*main\+xml"'
        found = re.search(pattern, types)
        return found[1] if found else usual

    @property
    def has_macros(self) -> bool:
        """Whether the file carries a program; it is neither run nor kept."""
        return any(name.endswith("vbaProject.bin") for name in self.names)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_COUNTS_FROM and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
