"""The user's library on disk: one folder per ingested document, named by the file's sha256 and its rows."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from kb.model.official import OfficialRow

_ROWS = "rows.jsonl"


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

    def rows(self) -> Iterator[OfficialRow]:
        """Yield every row of every document."""
        decoder = msgspec.json.Decoder(OfficialRow)
        for document in self.documents():
            for line in (document / _ROWS).read_bytes().splitlines():
                yield decoder.decode(line)

    def digest(self) -> str:
        """Return a digest that changes whenever any row does."""
        sha = hashlib.sha256()
        for document in self.documents():
            sha.update(document.name.encode())
            sha.update(hashlib.sha256((document / _ROWS).read_bytes()).digest())
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
