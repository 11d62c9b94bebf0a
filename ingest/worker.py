"""The child process: reads one document under limits and reports page by page on its standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.limits import limit_this_process
from ingest.messages import (
    Drawn,
    DrawRows,
    Failed,
    Finished,
    Opened,
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
from ingest.pdfium import OpenError, PageError, PdfiumDocument
from ingest.picture import DPI, cut, to_png, turned
from ingest.reading import PageReading, page_problems, second_reading
from ingest.running_text import TextPage, text_lines
from ingest.tables import read_page_tables


def read_pages(request: ReadPages) -> Iterator[Reply]:
    """Answers a ReadPages request."""
    path, limits = Path(os.fsdecode(request.path)), request.limits
    with PdfiumDocument(path) as document:
        yield Opened(len(document))
        if len(document) > limits.pages:
            yield Failed("too_many_pages")
            return
        with second_reading(path, wanted=request.check) as reference:
            reader = PageReading(document, request, reference)
            for index in range(request.first, len(document)):
                try:
                    yield from reader.read(index)
                except PageError as error:
                    yield PageLost(index + 1, error.code)
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
            yield TextDone(TextPage(index + 1, text_lines(content.glyphs), table, page_problems(content)))
    yield Finished()


def draw_rows(request: DrawRows) -> Iterator[Reply]:
    """Answers a DrawRows request."""
    folder = Path(os.fsdecode(request.folder))
    by_page: dict[int, list[RowPicture]] = {}
    for picture in request.pictures:
        by_page.setdefault(picture.page, []).append(picture)
    with PdfiumDocument(Path(os.fsdecode(request.path))) as document:
        for number, pictures in by_page.items():
            try:
                drawn, scale = document.picture(number - 1, DPI, request.limits)
            except PageError as error:
                yield PageLost(number, error.code)
                continue
            turns = {turn: turned(drawn, turn) if turn else drawn for turn in {p.turn for p in pictures}}
            for picture in pictures:
                drawn = turns[picture.turn]
                (folder / safe_name(picture.name)).write_bytes(to_png(cut(drawn, picture.corners, scale)))
            yield Drawn(number, len(pictures))
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
