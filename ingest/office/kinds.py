"""What a file is, told by its bytes and not by its name: Word, Excel, old formats, encrypted ones, or none of them."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from ingest.office.errors import OtherOfficeError, ProtectedOfficeError

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Kind = Literal["docx", "xlsx", "doc", "xls"]


def _stream(name: str) -> bytes:
    """The name of a stream as an OLE directory writes it."""
    return name.encode("utf-16-le") + b"\0\0"


def kind_of(data: bytes, name: str) -> Kind | None:
    """The kind of a Word or Excel file, None for a file of no office program.

    Raises ProtectedOfficeError for encrypted files, OtherOfficeError for formats of office programs not taken.
    """
    if data.startswith(OLE):
        return _old_kind(data, name)
    return _zip_kind(data, name) if data.startswith(ZIP) else None


def _old_kind(data: bytes, name: str) -> Kind:
    if _stream("EncryptedPackage") in data or _stream("EncryptionInfo") in data:
        raise ProtectedOfficeError(name)
    if _stream("WordDocument") in data:
        return "doc"
    if _stream("Workbook") in data or _stream("Book") in data:
        return "xls"
    raise OtherOfficeError(name)


def _zip_kind(data: bytes, name: str) -> Kind:
    """By the folders of the package; a package too damaged to list is left to the reader its name points to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError):
        return "xlsx" if name.lower().endswith((".xlsx", ".xlsm")) else "docx"
    if any(part.startswith("word/") for part in names):
        return "docx"
    if any(part.startswith("xl/") and part.endswith(".xml") for part in names):
        return "xlsx"
    raise OtherOfficeError(name)
