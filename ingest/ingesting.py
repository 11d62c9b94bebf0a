"""Documents into the user's library: each whole or not at all, the same file twice changes nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from ingest.child import draw_pictures
from ingest.errors import IngestError, MissingFileError
from ingest.extract import Extraction, check_file, extract_file
from ingest.limits import DEFAULT, Limits
from ingest.messages import RowPicture
from ingest.ocr import model_path
from ingest.report import FileReport, IngestReport
from kb.model.official import OfficialRow, picture_name
from kb.model.register import SheetColumns
from kb.store.library import Library

RECORD = "document.json"
PICTURES = "pictures"
LEFT_BEHIND = 24 * 3600
"""Seconds: unfinished work older than this belongs to no running ingest."""

FileProgress = Callable[[str, int, int], None]
"""Hears the file's name, pages done and pages in all."""


class DocumentRecord(msgspec.Struct, frozen=True):
    """What the library keeps about a document: the report of its reading and the reader's version.

    `columns` are those of a workbook's worksheets where a user set them by hand.
    """

    reader: str
    report: FileReport
    columns: tuple[SheetColumns, ...] = ()


@lru_cache(maxsize=1)
def reader_version() -> str:
    """Sixteen hex digits that change with any rule of extraction: a digest of this package's sources and data."""
    folder = Path(__file__).resolve().parent
    sha = hashlib.sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("*.txt"), *folder.glob("office/*.py")]):
        sha.update(path.name.encode() + b"\0" + path.read_bytes())
    return sha.hexdigest()[:16]


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """The PDF files named, and those anywhere below the folders named, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
        found.update(dict.fromkeys(inside if path.is_dir() else [path]))
    return list(found)


def ingest_paths(
    paths: Iterable[Path], library: Library, *, progress: FileProgress | None = None, limits: Limits = DEFAULT
) -> IngestReport:
    """Reads every document at `paths` into the library. One that cannot be read costs only itself."""
    reports = []
    named = list(paths)
    _sweep(library.folder)
    for path in find_documents(named):
        try:
            reports.append(ingest_file(path, library, progress=progress, limits=limits))
        except IngestError as error:
            reports.append(FileReport(name=path.name, status="failed", message=str(error)))
    if not reports:
        name = "、".join(str(path) for path in named)
        reports.append(
            FileReport(name=name, status="failed", message=f"“{name}”里没有 PDF 文件，请指定手册所在的文件夹。")
        )
    return IngestReport(tuple(reports))


def ingest_file(
    path: Path, library: Library, *, progress: FileProgress | None = None, limits: Limits = DEFAULT
) -> FileReport:
    """Reads one document into the library; raises the IngestError that says why not."""
    sha = check_file(path, limits)
    known = _known(library, sha)
    if known is not None:
        return msgspec.structs.replace(known, name=path.name, status="unchanged")

    def tell(done: int, pages: int) -> None:
        if progress is not None:
            progress(path.name, done, pages)

    extraction = extract_file(path, limits, progress=tell)
    if extraction.report.sha256 != sha:
        raise MissingFileError(path.name)
    return _store(path, extraction, library, limits)


def _sweep(folder: Path) -> None:
    """Removes what an ingest killed long ago had begun to write."""
    for begun in folder.glob(".adding-*"):
        if time.time() - begun.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(begun, ignore_errors=True)


def _known(library: Library, sha: str) -> FileReport | None:
    """The report of an earlier reading of the same file by the same rules."""
    found = find_record(library, sha)
    same = found is not None and found.reader == reader_version() and not _now_readable(found.report)
    return found.report if found and same else None


def find_record(library: Library, sha: str) -> DocumentRecord | None:
    """What the library keeps about the file with this sha256, None where it has none."""
    for folder in library.documents():
        record = folder / RECORD
        if folder.name.startswith(sha) and record.is_file():
            return msgspec.json.decode(record.read_bytes(), type=DocumentRecord)
    return None


def write_record(folder: Path, report: FileReport, columns: tuple[SheetColumns, ...] = ()) -> None:
    """Keeps the report of a reading in the document's folder of the library."""
    _write(folder / RECORD, msgspec.json.encode(DocumentRecord(reader_version(), report, columns)))


def _now_readable(report: FileReport) -> bool:
    """Whether pages were left out for want of text recognition, which is installed now."""
    return any(note.code == "scan_needs_ocr" for note in report.notes) and model_path() is not None


def _store(path: Path, extraction: Extraction, library: Library, limits: Limits) -> FileReport:
    drawn: list[int] = []

    def fill(folder: Path) -> None:
        pictures = folder / PICTURES
        pictures.mkdir()
        drawn.append(draw_pictures(path, pictures, list(_pictures(extraction.entries)), limits))

    folder = library.put(extraction.report.sha256, extraction.entries, fill)
    earlier = folder / RECORD
    if drawn:
        count = drawn[0]
    elif earlier.is_file():
        count = msgspec.json.decode(earlier.read_bytes(), type=DocumentRecord).report.pictures
    else:
        count = sum(1 for _ in (folder / PICTURES).glob("*.png"))
    report = msgspec.structs.replace(extraction.report, pictures=count)
    write_record(folder, report)
    return report


def _pictures(entries: Iterable[OfficialRow]) -> Iterator[RowPicture]:
    for entry in entries:
        for box in entry.boxes:
            corners = (box.x0, box.y0, box.x1, box.y1)
            yield RowPicture(box.page, corners, picture_name(entry.id, box.page), box.turn)


def _write(path: Path, body: bytes) -> None:
    """Writes a file whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    Path(name).replace(path)
