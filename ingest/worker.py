"""The child process: reads one document under limits and reports page by page on its standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.crosscheck import missing_glyphs, standing_free
from ingest.glyphs import is_unknown
from ingest.limits import Limits, limit_this_process
from ingest.manual import find_title, place_headings
from ingest.messages import (
    Drawn,
    DrawRows,
    Failed,
    Finished,
    Opened,
    PageDone,
    PageLost,
    ReadPages,
    ReadText,
    Reply,
    Request,
    RowPicture,
    TextDone,
    decode_request,
    encode,
    safe_name,
)
from ingest.page import Glyph, PageContent
from ingest.pdfium import POINTS_PER_INCH, OpenError, PageError, PdfiumDocument
from ingest.picture import DPI, cut, to_png
from ingest.plumber import NoSecondReading, PlumberDocument
from ingest.rawtable import RawPage, RawRow
from ingest.running_text import TextPage, text_lines
from ingest.tables import read_page_tables

UNKNOWN_SHARE = 0.05
"""A page with a larger share of characters without meaning is marked."""
SCAN_GLYPHS, SCAN_SHARE = 20, 0.5
"""A page with fewer glyphs and more picture than this is a scan."""


def _problems(content: PageContent) -> list[str]:
    """What is wrong with a page as a whole."""
    shown = len(content.glyphs)
    if shown < SCAN_GLYPHS and content.image_share > SCAN_SHARE:
        return ["scanned"]
    if not shown and (content.rules or content.dropped):
        return ["no_text"]
    unknown = sum(is_unknown(glyph.text) for glyph in content.glyphs)
    return ["unknown_glyphs"] if unknown > UNKNOWN_SHARE * max(shown, 1) else []


def _mark(page: RawPage, glyphs: list[Glyph], flag: str) -> None:
    """Flags the rows in which these glyphs stand, else the page."""
    rows = [item for table in page.tables for item in table.items if isinstance(item, RawRow)]
    for glyph in glyphs:
        hit = [row for row in rows if row.box.y0 <= glyph.baseline <= row.box.y1 + glyph.size / 2]
        for row in hit:
            row.flags = [*dict.fromkeys([*row.flags, flag])]
        if not hit:
            page.problems = [*dict.fromkeys([*page.problems, flag])]


def _read_page(document: PdfiumDocument, index: int, limits: Limits, reference: PlumberDocument | None) -> RawPage:
    content = document.read(index, limits)
    missing = missing_glyphs(content, reference) if reference is not None else []
    recovered = standing_free(missing or [], content)
    content.glyphs.extend(recovered)
    page = read_page_tables(content)
    title = find_title(page.furniture)
    page.industry = title.code if title else ""
    page.problems = [*_problems(content), *(["unchecked"] if missing is None else [])]
    _mark(page, recovered, "characters_recovered")
    _mark(page, [glyph for glyph in missing or [] if glyph not in recovered], "characters_missing")
    return place_headings(page)


@contextmanager
def _reference(path: Path, *, wanted: bool) -> Iterator[PlumberDocument | None]:
    """The document for the second reading; None where it is not wanted or pdfplumber cannot open it."""
    document: PlumberDocument | None = None
    if wanted:
        with suppress(NoSecondReading):
            document = PlumberDocument(path)
    try:
        yield document
    finally:
        if document is not None:
            document.close()


def read_pages(request: ReadPages) -> Iterator[Reply]:
    """Answers a ReadPages request."""
    path, limits = Path(os.fsdecode(request.path)), request.limits
    with PdfiumDocument(path) as document, _reference(path, wanted=request.check) as reference:
        yield Opened(len(document))
        if len(document) > limits.pages:
            yield Failed("too_many_pages")
            return
        for index in range(request.first, len(document)):
            try:
                page = _read_page(document, index, limits, reference)
            except PageError as error:
                yield PageLost(index + 1, error.code)
                continue
            if request.check and reference is None:
                page.problems.append("unchecked")
            yield PageDone(page)
    yield Finished()


def read_text(request: ReadText) -> Iterator[Reply]:
    """Answers a ReadText request."""
    limits = request.limits
    with PdfiumDocument(Path(os.fsdecode(request.path))) as document:
        yield Opened(len(document))
        if len(document) > limits.pages:
            yield Failed("too_many_pages")
            return
        for index in range(request.first, len(document)):
            try:
                content = document.read(index, limits)
            except PageError as error:
                yield PageLost(index + 1, error.code)
                continue
            table = bool(read_page_tables(content).tables)
            yield TextDone(TextPage(index + 1, text_lines(content.glyphs), table, _problems(content)))
    yield Finished()


def draw_rows(request: DrawRows) -> Iterator[Reply]:
    """Answers a DrawRows request."""
    scale, folder = DPI / POINTS_PER_INCH, Path(os.fsdecode(request.folder))
    by_page: dict[int, list[RowPicture]] = {}
    for picture in request.pictures:
        by_page.setdefault(picture.page, []).append(picture)
    with PdfiumDocument(Path(os.fsdecode(request.path))) as document:
        for number, pictures in by_page.items():
            try:
                drawn = document.picture(number - 1, DPI)
            except PageError as error:
                yield PageLost(number, error.code)
                continue
            for picture in pictures:
                (folder / safe_name(picture.name)).write_bytes(to_png(cut(drawn, picture.corners, scale)))
            yield Drawn(len(pictures))
    yield Finished()


def _replies(request: Request) -> Iterator[Reply]:
    if isinstance(request, ReadPages):
        return read_pages(request)
    return read_text(request) if isinstance(request, ReadText) else draw_rows(request)


def answer(line: bytes, send: Callable[[Reply], None]) -> None:
    """Answers one request line; what cannot be opened is reported, not raised."""
    request = decode_request(line)
    limit_this_process(request.limits)
    try:
        for reply in _replies(request):
            send(reply)
    except OpenError as error:
        send(Failed(error.code))
    except MemoryError:
        send(Failed("over_limit"))


def main() -> None:
    """Reads a request from standard input; standard output carries replies only, whatever libraries print."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def send(reply: Reply) -> None:
        replies.write(encode(reply) + b"\n")
        replies.flush()

    answer(sys.stdin.buffer.readline(), send)


if __name__ == "__main__":
    main()
