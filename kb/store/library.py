"""The user's library on disk: one folder per ingested document, named by the file's sha256, written in one step."""

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
        """Return the folders of the ingested documents, in a fixed order."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if (path / _ROWS).is_file() and path.name[0] != ".")

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

    def put(self, name: str, rows: Iterable[OfficialRow], fill: Callable[[Path], None] | None = None) -> Path:
        """Store a document's rows under `name` (its sha256), replacing what was there; `fill` adds further files.

        Written aside and renamed, so that a kill leaves either the old document or the new one.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".adding-", dir=self.folder))
        try:
            (aside / _ROWS).write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
            if fill is not None:
                fill(aside)
            target = self.folder / name
            if target.exists():
                target.rename(aside / ".replaced")
            aside.rename(target)
            shutil.rmtree(target / ".replaced", ignore_errors=True)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return self.folder / name
