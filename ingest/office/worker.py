"""The child process: reads one Word or Excel file under limits and gives one answer on its standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ingest.errors import IngestError
from ingest.limits import limit_this_process
from ingest.office.document import WordDocument
from ingest.office.errors import StoppedError
from ingest.office.messages import (
    LONGEST_ANSWER,
    Answer,
    PreviewBook,
    Previewed,
    ReadWord,
    Refused,
    Request,
    decode_request,
    encode,
)
from ingest.office.word import read_word


def answer(request: Request) -> Answer:
    """Answers a request; what cannot be read is refused with its sentence, not raised."""
    try:
        return _read(request)
    except IngestError as error:
        return Refused(error.code, str(error))
    except (MemoryError, RecursionError):
        return Refused(StoppedError.code, str(StoppedError(request.name)))


def _read(request: Request) -> Answer:
    data = Path(os.fsdecode(request.path)).read_bytes()
    if isinstance(request, ReadWord):
        return read_word(WordDocument(data, request.name))
    from ingest.office.register import preview_register, read_register
    from ingest.office.workbook import read_workbook

    book = read_workbook(data, request.name)
    if isinstance(request, PreviewBook):
        return Previewed(preview_register(book, request.sha, request.mappings))
    return read_register(book, request.mappings)


def main() -> None:
    """Reads a request from standard input; standard output carries the answer only, whatever libraries print."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    request = decode_request(sys.stdin.buffer.readline())
    limit_this_process(request.limits)
    body = encode(answer(request))
    if len(body) > LONGEST_ANSWER:
        body = encode(Refused(StoppedError.code, str(StoppedError(request.name))))
    out.write(body)
    out.flush()


if __name__ == "__main__":
    main()
