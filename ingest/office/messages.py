"""What the parent asks of the child that reads a Word or Excel file, and the one answer: JSON both ways."""

from __future__ import annotations

import msgspec

from ingest.limits import MEGABYTE, Limits
from ingest.rawtable import RawPage
from ingest.report import TableNote
from kb.model.register import RegisterPreview, SheetColumns

OFFICE = Limits(memory_mb=1536, cpu_seconds=90, wall_seconds=120.0, file_mb=64)
"""Caps on one Word or Excel file. A Word table of 5,000 rows took 3.2 CPU seconds and 123 MB."""
LONGEST_ANSWER = 64 * MEGABYTE


class ReadWord(msgspec.Struct, tag="word"):
    """Read the tables of a DOCX; `name` is the file's name for the user."""

    path: bytes
    name: str
    limits: Limits


class ReadBook(msgspec.Struct, tag="book"):
    """Read the worksheets of a workbook as `mappings` say, by their titles where there are none."""

    path: bytes
    name: str
    limits: Limits
    mappings: tuple[SheetColumns, ...] = ()


class PreviewBook(msgspec.Struct, tag="preview"):
    """Say what the worksheets hold and how their columns would be taken."""

    path: bytes
    name: str
    sha: str
    limits: Limits
    mappings: tuple[SheetColumns, ...] = ()


class Tables(msgspec.Struct, tag="tables"):
    """The tables read, one RawPage each (its number the table's); `industry` is the code of a booklet.

    `sheets` names the worksheet of each number.
    """

    pages: list[RawPage]
    notes: tuple[TableNote, ...] = ()
    industry: str = ""
    sheets: dict[int, str] = {}


class Previewed(msgspec.Struct, tag="previewed"):
    """A workbook shown before it is taken."""

    preview: RegisterPreview


class Refused(msgspec.Struct, tag="refused"):
    """The file cannot be read; `message` is the sentence for the user, `code` a key of OFFICE_ERRORS."""

    code: str
    message: str


Request = ReadWord | ReadBook | PreviewBook
Answer = Tables | Previewed | Refused

encode = msgspec.json.Encoder().encode
decode_request = msgspec.json.Decoder(Request).decode
decode_answer = msgspec.json.Decoder(Answer).decode
