"""The user's library on disk: one folder per ingested document, named by the file's sha256 and its rows."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kb.errors import CorpusError
from kb.model.document_entry import document_id
from kb.model.official import OfficialRow

_ROWS = "rows.jsonl"
_RECORD = "document.json"
"""What the reader wrote about its reading; only the name the user knows the file by is of interest here."""


class _Report(msgspec.Struct, frozen=True):
    name: str = ""


class _Record(msgspec.Struct, frozen=True):
    report: _Report = _Report()


@dataclass(frozen=True)
class StoredDocument:
    """An ingested document: its folder, the sha256 of its file, and the name the user knows it by."""

    folder: Path
    sha: str
    name: str

    @property
    def id(self) -> str:
        """The document's id, by which its rows and pages are addressed."""
        return document_id(self.sha)

    def rows(self) -> tuple[OfficialRow, ...]:
        """Return its rows as extracted; raises CorpusError when they cannot be read."""
        try:
            return tuple(map(_ROW.decode, (self.folder / _ROWS).read_bytes().splitlines()))
        except msgspec.MsgspecError as error:
            raise CorpusError(f"资料库里“{self.name}”的条目已损坏，请重新导入原文件。") from error


_ROW = msgspec.json.Decoder(OfficialRow)


class Library:
    """Documents the user has ingested; a document is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def documents(self) -> list[Path]:
        """Return the folder of each ingested document, the newest where a replacement was interrupted."""
        if not self.folder.is_dir():
            return []
        found = [path for path in self.folder.iterdir() if path.name[0] != "." and (path / _ROWS).is_file()]
        newest = {path.name.split("-")[0]: path for path in sorted(found, key=lambda p: p.stat().st_mtime_ns)}
        return [newest[sha] for sha in sorted(newest)]

    def stored(self) -> tuple[StoredDocument, ...]:
        """Return every document with its name, in a fixed order."""
        return tuple(StoredDocument(path, path.name.split("-")[0], _name(path)) for path in self.documents())

    def rows(self) -> Iterator[OfficialRow]:
        """Yield every row of every document as extracted."""
        for document in self.stored():
            yield from document.rows()

    def digest(self) -> str:
        """Return a digest that changes whenever any row does, or the name of a document."""
        sha = hashlib.sha256()
        for document in self.stored():
            sha.update(f"{document.folder.name}\0{document.name}\0".encode())
            sha.update(hashlib.sha256((document.folder / _ROWS).read_bytes()).digest())
        return sha.hexdigest()

    def put(self, sha: str, rows: Iterable[OfficialRow], fill: Callable[[Path], None] | None = None) -> Path:
        """Store the rows read from the file with this sha256; `fill` adds further files to the document's folder.

        The same rows again change nothing. New rows are written aside, renamed into place, and only then the old
        ones go: killed at any moment, the library holds the old document or the new one.
        """
        body = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
        target = self.folder / f"{sha}-{hashlib.sha256(body).hexdigest()[:8]}"
        if target in self.documents():
            return target
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".adding-", dir=self.folder))
        try:
            (aside / _ROWS).write_bytes(body)
            if fill is not None:
                fill(aside)
            aside.touch()
            shutil.rmtree(target, ignore_errors=True)
            aside.rename(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        for old in self.folder.glob(f"{sha}-*"):
            if old != target:
                shutil.rmtree(old, ignore_errors=True)
        return target


def _name(folder: Path) -> str:
    """Return what the user calls a document: its file's name when it was ingested, else its id."""
    try:
        return msgspec.json.decode((folder / _RECORD).read_bytes(), type=_Record).report.name
    except (OSError, msgspec.MsgspecError):
        return document_id(folder.name)
