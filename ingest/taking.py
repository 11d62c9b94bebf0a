"""Reads what was handed in through the pages, one file after the other, with the command line's readers and limits."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from ingest.command import BOOKS, IngestRun
from ingest.errors import IngestError
from ingest.office.extract import look_at, preview_book
from ingest.office.ingesting import ingest_office_file
from ingest.report import file_lines
from kb.edition import EditionInputs
from kb.model.register import SheetColumns
from kb.store.uploads import INTERRUPTED, State, UploadFolder, UploadProgress, Uploads

MOST_LINES = 200
"""Lines of a report kept for the page."""
_BETWEEN = 0.5
"""Seconds between two notes of progress: a page a second is news enough."""


def take_waiting(inputs: EditionInputs, uploads: Uploads, build: Callable[[], object]) -> None:
    """Read all that waits into the library, building the edition after what was read; returns when nothing waits.

    Does nothing where another process is at it. What a process that died had begun is said to be interrupted: a file
    that brings down its reader is not read again unasked.
    """
    with uploads.lock() as mine:
        if not mine:
            return
        for found in _in(uploads, "reading"):
            found.keep(UploadProgress(state="failed", lines=(INTERRUPTED.format(name=found.upload.name),)))
        while waiting := _in(uploads, "waiting"):
            for found in waiting:
                _take(found, inputs)
            _build(_in(uploads, "building"), build)
        _build(_in(uploads, "building"), build)


def _in(uploads: Uploads, state: State) -> list[UploadFolder]:
    return [found for found in uploads.all() if found.progress().state == state]


def _build(read: Sequence[UploadFolder], build: Callable[[], object]) -> None:
    if read:
        build()
    for found in read:
        before = found.progress()
        found.keep(UploadProgress(state="done", lines=before.lines, document=before.document))


def _take(found: UploadFolder, inputs: EditionInputs) -> None:
    found.keep(UploadProgress(state="reading"))
    try:
        mappings = found.mappings()
        if _is_book(found) and not _clear(found, mappings):
            return
        lines = [line for line in _read(found, inputs, mappings) if "合计：" not in line]
    except IngestError as error:
        found.keep(UploadProgress(state="failed", lines=(str(error),)))
        return
    document = _document_of(found, inputs)
    state: State = "building" if any(line.startswith("✓") for line in lines) else "failed"
    found.keep(UploadProgress(state=state, lines=tuple(lines[:MOST_LINES]), document=document))


def _is_book(found: UploadFolder) -> bool:
    office = look_at(found.file)
    return office is not None and office.kind in BOOKS


def _clear(found: UploadFolder, mappings: tuple[SheetColumns, ...]) -> bool:
    """Tell whether a person confirmed a workbook's columns and they will do; else ask (again)."""
    office = look_at(found.file)
    if office is None:
        return False
    preview = preview_book(office, mappings)
    wanted = {mapping.sheet for mapping in mappings}
    if mappings and all(sheet.ready for sheet in preview.sheets if sheet.sheet in wanted):
        return True
    found.ask(preview)
    return False


def _read(found: UploadFolder, inputs: EditionInputs, mappings: tuple[SheetColumns, ...]) -> list[str]:
    if mappings:
        return list(file_lines(ingest_office_file(found.file, inputs.library, mappings)))
    told = [0.0]

    def tell(_name: str, done: int, total: int) -> None:
        if time.monotonic() - told[0] > _BETWEEN or done == total:
            told[0] = time.monotonic()
            found.keep(UploadProgress(state="reading", done=done, total=total))

    return list(IngestRun(inputs, tell).lines([found.file]))


def _document_of(found: UploadFolder, inputs: EditionInputs) -> str:
    """Return the id of the document in the library that the file became, empty where it became none."""
    with suppress(OSError), found.file.open("rb") as file:
        sha = hashlib.file_digest(file, "sha256").hexdigest()
        return next((document.id for document in inputs.library.stored() if document.sha == sha), "")
    return ""
