"""What the parent asks of the child process that reads a document, and what comes back: one JSON object a line."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ingest.limits import Limits
from ingest.rawtable import RawPage
from ingest.running_text import TextPage


class ReadPages(msgspec.Struct, tag="read_pages"):
    """Read the pages from `first` (from 0) on; `check` asks for the second reading, `scans` pages were recognised."""

    path: bytes
    limits: Limits
    first: int = 0
    check: bool = True
    scans: int = 0


class ReadText(msgspec.Struct, tag="read_text"):
    """Read the pages from `first` (from 0) on as running text, and say which hold a hazard table."""

    path: bytes
    limits: Limits
    first: int = 0


class RowPicture(msgspec.Struct):
    """A band of a page (points from its top left corner) to draw into a file of this name.

    The page is turned counter-clockwise by `turn` degrees first.
    """

    page: int
    corners: tuple[float, float, float, float]
    name: str
    turn: float = 0.0


class DrawRows(msgspec.Struct, tag="draw_rows"):
    """Draw pictures of rows, sorted by page, into a folder."""

    path: bytes
    limits: Limits
    folder: bytes
    pictures: list[RowPicture]


class Opened(msgspec.Struct, tag="opened"):
    """The document is open and has so many pages."""

    pages: int


class Recognising(msgspec.Struct, tag="recognising"):
    """A page (from 1) that is a picture is about to be read, which takes its time."""

    number: int


class PageDone(msgspec.Struct, tag="page"):
    """A page was read."""

    page: RawPage


class TextDone(msgspec.Struct, tag="text"):
    """A page was read as running text."""

    page: TextPage


class PageLost(msgspec.Struct, tag="lost"):
    """A page (from 1) could not be read; `code` is a key of ingest.report.PAGE_REASONS."""

    number: int
    code: str


class Drawn(msgspec.Struct, tag="drawn"):
    """So many pictures of a page (from 1) were written."""

    number: int
    pictures: int


class Failed(msgspec.Struct, tag="failed"):
    """The document cannot be read; `code` is a key of ingest.errors.ERRORS."""

    code: str


class Finished(msgspec.Struct, tag="finished"):
    """All pages asked for have been reported."""


Request = ReadPages | ReadText | DrawRows
Reply = Opened | Recognising | PageDone | TextDone | PageLost | Drawn | Failed | Finished

encode = msgspec.json.Encoder().encode
decode_request = msgspec.json.Decoder(Request).decode
decode_reply = msgspec.json.Decoder(Reply).decode


def safe_name(name: str) -> str:
    """The name of a picture file, which must not leave its folder."""
    return Path(name).name
