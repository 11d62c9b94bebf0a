"""A document's rows: pages read in the child, stitched, made into fields, diagnosed. Entries + rejects = rows."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from ingest.child import PageReader
from ingest.diagnostics import flags_of, why_rejected
from ingest.errors import (
    EmptyFileError,
    IngestError,
    LostPagesError,
    MissingFileError,
    NoScannedTableError,
    NoTableError,
    NotPdfError,
    ScanError,
    TooLargeError,
    TruncatedError,
    UnreadableFileError,
)
from ingest.fields import to_official
from ingest.limits import DEFAULT, MEGABYTE, Limits
from ingest.messages import PageDone, PageLost
from ingest.rawtable import RawPage
from ingest.report import PAGE_REASONS, FileReport, PageNote, Reject, page_list
from ingest.stitch import StitchedRow, Stitcher
from kb.model.industry import find_industry
from kb.model.official import OfficialRow

HEAD, TAIL = 1024, 2048
"""Bytes at the beginning and end of a file within which a PDF says what it is and that it is whole."""
TEASER = 40

Progress = Callable[[int, int], None]
Placing = Callable[[OfficialRow, StitchedRow], OfficialRow]


class Extraction(msgspec.Struct, frozen=True):
    """The entries of one document in print order, and the report on how they were read."""

    entries: tuple[OfficialRow, ...]
    report: FileReport


def check_file(path: Path, limits: Limits = DEFAULT) -> str:
    """The file's sha256; raises the IngestError that says why it cannot be a whole PDF."""
    if not path.is_file():
        raise MissingFileError(path.name)
    try:
        size = path.stat().st_size
        if size > limits.file_mb * MEGABYTE:
            raise TooLargeError(path.name, limit=limits.file_mb)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path.name) from error
    if not data:
        raise EmptyFileError(path.name)
    if b"%PDF-" not in data[:HEAD]:
        raise NotPdfError(path.name)
    if b"%%EOF" not in data[-TAIL:]:
        raise TruncatedError(path.name)
    return hashlib.sha256(data).hexdigest()


def extract_file(
    path: Path, limits: Limits = DEFAULT, *, check: bool = True, progress: Progress | None = None
) -> Extraction:
    """All rows of the document at `path`.

    `check` compares every page with a second reading; `progress` hears of pages done and pages in all. Raises the
    IngestError that says why the document gives nothing.
    """
    sha = check_file(path, limits)
    reader = PageReader(path, limits, check=check)

    def heard() -> Iterator[PageDone | PageLost]:
        for number, reply in enumerate(reader, start=1):
            yield reply
            if progress is not None:
                progress(number, reader.pages)

    return gather(path.name, sha, heard())


def gather(name: str, sha: str, pages: Iterable[PageDone | PageLost]) -> Extraction:
    """The rows of a document from what its reader said of each page; raises the error that says why there are none.

    `name` and `sha` are the file's name and sha256.
    """
    gathering = _Gathering(name, sha)
    for reply in pages:
        if isinstance(reply, PageLost):
            gathering.lose(reply)
        else:
            gathering.add(reply.page)
    return gathering.finish()


class _Gathering:
    """Takes in pages one by one and hands out the extraction at the end."""

    def __init__(self, name: str, sha: str) -> None:
        self.name, self.sha = name, sha
        self.stitcher = Stitcher()
        self.industry = ""
        self.notes: list[PageNote] = []
        self.glyphs: Counter[str] = Counter()
        self.tables = self.pages = 0

    def add(self, page: RawPage) -> None:
        """A page that was read."""
        self.pages += 1
        self.industry = self.industry or page.industry
        self.tables += len(page.tables)
        self.glyphs.update(page.account)
        self.notes += [PageNote(page.number, code) for code in page.problems]
        if page.frames:
            self.notes.append(PageNote(page.number, "frame"))
        self.stitcher.add(page)

    def lose(self, lost: PageLost) -> None:
        """A page that was not."""
        self.pages += 1
        self.notes.append(PageNote(lost.number, lost.code, lost=True))
        self.stitcher.lose_page()

    def finish(self) -> Extraction:
        """Entries, rejects and report; raises NoTableError when there was no hazard table at all."""
        if not self.tables:
            raise self._nothing()
        found = find_industry(self.industry)
        names = (found.code, found.name) if found else ("", "")
        entries, rejects = sort_rows(self.stitcher.rows, names, self.sha)
        report = FileReport(
            name=self.name,
            sha256=self.sha,
            industry=found.name if found else "",
            pages=self.pages,
            chapters=len(self.stitcher.chapters),
            rows=len(self.stitcher.rows),
            entries=len(entries),
            rejects=tuple(rejects),
            flagged={entry.id: entry.flags for entry in entries if entry.flags},
            notes=tuple(self.notes),
            glyphs=dict(sorted(self.glyphs.items())),
        )
        return Extraction(tuple(entries), report)

    def _nothing(self) -> IngestError:
        """Why there is no hazard table."""
        scans = [note.page for note in self.notes if note.code == "scan_needs_ocr"]
        if scans:
            return ScanError(self.name, pages=page_list(scans))
        lost = [note for note in self.notes if note.lost]
        if lost:
            reasons = dict.fromkeys(PAGE_REASONS.get(note.code, note.code) for note in lost)
            return LostPagesError(self.name, pages=page_list([n.page for n in lost]), reason="、".join(reasons))
        if any(note.code == "scan_read" for note in self.notes):
            return NoScannedTableError(self.name)
        return NoTableError(self.name) if self.pages else EmptyFileError(self.name)


def sort_rows(
    rows: Sequence[StitchedRow], industry: tuple[str, str], sha: str, place: Placing = lambda row, _: row
) -> tuple[list[OfficialRow], list[Reject]]:
    """The entries and the rejects of stitched rows: together as many as the rows.

    `industry` is (code, name) of a booklet, both empty for other documents; `sha` the file's; `place` says where a row
    stands in a document without pages.
    """
    entries: list[OfficialRow] = []
    rejects: list[Reject] = []
    for number, row in enumerate(rows, start=1):
        official = place(to_official(row, industry, f"doc-{sha[:8]}-{number}", sha), row)
        reason = why_rejected(official)
        if reason:
            rejects.append(Reject(official.pages, reason, _teaser(official), official.places))
        else:
            entries.append(msgspec.structs.replace(official, flags=flags_of(row, official)))
    return entries, rejects


def _teaser(row: OfficialRow) -> str:
    text = "".join([row.location, row.hazard, *row.accident_types, *row.control_measures, row.legal_basis])
    return text[:TEASER] + ("…" if len(text) > TEASER else "")


def printed_record(row: OfficialRow) -> dict[str, object]:
    """The row as `hazardkb extract` prints it (schema: ingest/extract_row.schema.json)."""
    keys = (
        "id", "industry", "chapter", "section", "row_no", "location", "hazard", "accident_types",
        "control_measures", "legal_basis", "pages", "flags",
    )  # fmt: skip
    record = {key: getattr(row, key) for key in keys}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in record.items()}
