"""A Word or Excel file's rows: read in a child process, stitched, made into fields, diagnosed, as a PDF's are."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ingest.child import ChildDied, ask
from ingest.errors import EmptyFileError, IngestError, MissingFileError, UnreadableFileError
from ingest.extract import Extraction, sort_rows
from ingest.limits import MEGABYTE
from ingest.office.convert import old_word_to_docx
from ingest.office.errors import OFFICE_ERRORS, DamagedOfficeError, NoHazardTableError, OversizeError, StoppedError
from ingest.office.kinds import Kind, kind_of
from ingest.office.messages import (
    OFFICE,
    Answer,
    PreviewBook,
    Previewed,
    ReadBook,
    ReadWord,
    Refused,
    Request,
    Tables,
    decode_answer,
    encode,
)
from ingest.report import FileReport, TableNote
from ingest.stitch import StitchedRow, Stitcher
from kb.model.industry import find_industry
from kb.model.official import OfficialRow, SourceKind, TablePlace
from kb.model.register import RegisterPreview, SheetColumns

_SOURCES: dict[Kind, SourceKind] = {"docx": "word", "doc": "word", "xlsx": "excel", "xls": "excel"}


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A Word or Excel file as found: where, what it is by its bytes, and the digest of its bytes."""

    path: Path
    kind: Kind
    sha: str


def look_at(path: Path) -> OfficeFile | None:
    """The file at `path` if it is Word's or Excel's, else None; raises the IngestError that says why it is refused."""
    if not path.is_file():
        raise MissingFileError(path.name)
    try:
        with path.open("rb") as file:
            start = file.read(8)
        if path.stat().st_size > OFFICE.file_mb * MEGABYTE:
            if kind_of(start, path.name) is None:
                return None
            raise OversizeError(path.name, limit=OFFICE.file_mb)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path.name) from error
    if not data:
        raise EmptyFileError(path.name)
    kind = kind_of(data, path.name)
    return OfficeFile(path, kind, hashlib.sha256(data).hexdigest()) if kind else None


def preview_book(file: OfficeFile, mappings: Sequence[SheetColumns] = ()) -> RegisterPreview:
    """What a workbook holds and how its columns would be taken; `mappings` set those of worksheets by hand."""
    request = PreviewBook(os.fsencode(file.path), file.path.name, file.sha, OFFICE, tuple(mappings))
    found = _answered(request)
    if not isinstance(found, Previewed):
        raise DamagedOfficeError(file.path.name)
    return found.preview


def extract_office(file: OfficeFile, mappings: Sequence[SheetColumns] = ()) -> Extraction:
    """All rows of a Word or Excel file. Raises the IngestError that says why it gives nothing."""
    tables = _read(file, mappings)
    if not tables.pages:
        raise NoHazardTableError(file.path.name)
    return gather(tables, name=file.path.name, sha=file.sha, kind=_SOURCES[file.kind])


def _read(file: OfficeFile, mappings: Sequence[SheetColumns]) -> Tables:
    name = file.path.name
    if file.kind == "doc":
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            converted = Path(folder, "document.docx")
            converted.write_bytes(old_word_to_docx(file.path))
            found = _answered(ReadWord(os.fsencode(converted), name, OFFICE))
    elif file.kind == "docx":
        found = _answered(ReadWord(os.fsencode(file.path), name, OFFICE))
    else:
        found = _answered(ReadBook(os.fsencode(file.path), name, OFFICE, tuple(mappings)))
    if not isinstance(found, Tables):
        raise DamagedOfficeError(name)
    if file.kind == "doc":
        found.notes = (TableNote("", "converted"), *found.notes)
    return found


def _answered(request: Request) -> Answer:
    """The child's answer; raises the error it refused with, or the one that its death stands for."""
    try:
        found: Answer = decode_answer(ask("ingest.office.worker", encode(request), OFFICE.wall_seconds))
    except ChildDied as death:
        kind = DamagedOfficeError if death.code == "crashed" else StoppedError
        raise kind(request.name) from death
    except msgspec.MsgspecError as error:
        raise DamagedOfficeError(request.name) from error
    if isinstance(found, Refused):
        raise OFFICE_ERRORS.get(found.code, IngestError).saying(found.message, request.name)
    return found


def gather(tables: Tables, *, name: str, sha: str, kind: SourceKind) -> Extraction:
    """The entries, rejects and report of tables as read; `sha` is the sha256 of the file called `name`."""
    stitcher = Stitcher()
    for page in tables.pages:
        stitcher.add(page)
    industry = find_industry(tables.industry)
    names = (industry.code, industry.name) if industry else ("", "")

    def place(official: OfficialRow, row: StitchedRow) -> OfficialRow:
        return msgspec.structs.replace(official, kind=kind, pages=(), boxes=(), places=_places(row, tables.sheets))

    entries, rejects = sort_rows(stitcher.rows, names, sha, place)
    report = FileReport(
        name=name,
        sha256=sha,
        kind=kind,
        industry=names[1],
        tables=len({page.number for page in tables.pages}),
        chapters=len(stitcher.chapters),
        rows=len(stitcher.rows),
        entries=len(entries),
        rejects=tuple(rejects),
        flagged={entry.id: entry.flags for entry in entries if entry.flags},
        table_notes=tables.notes,
        glyphs=_glyphs(tables),
    )
    return Extraction(tuple(entries), report)


def _places(row: StitchedRow, sheets: Mapping[int, str]) -> tuple[TablePlace, ...]:
    return tuple(
        TablePlace(table=p.page, first_row=int(p.box.y0) + 1, last_row=int(p.box.y1), sheet=sheets.get(p.page, ""))
        for p in row.parts
    )


def _glyphs(tables: Tables) -> dict[str, int]:
    """Where every character of the tables went."""
    glyphs: Counter[str] = Counter()
    for page in tables.pages:
        glyphs.update(page.account)
    return dict(sorted(glyphs.items()))
