"""The user's laws and standards on disk: one file of lines per imported document, there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from kb.errors import CorpusError
from kb.model.clause import Clause, RegulationText

T = TypeVar("T")


class TextLibrary:
    """Imported texts by the sha256 of the file they came from: a head line, then a clause a line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def heads(self) -> tuple[RegulationText, ...]:
        """Return what is known of each text, the fuller one first where two hold the same edition."""
        found = []
        for path in self._files():
            with path.open("rb") as file:
                found.append(_decoded(file.readline(), RegulationText, path))
        return tuple(sorted(found, key=lambda t: (t.document, t.edition, -t.count, t.sha)))

    def clauses(self, sha: str) -> Iterator[Clause]:
        """Yield the clauses of the text with this sha256, in order."""
        path = self._path(sha)
        with path.open("rb") as file:
            file.readline()
            for line in file:
                yield _decoded(line, Clause, path)

    def put(self, text: RegulationText, clauses: Iterable[Clause]) -> bool:
        """Store a text; return whether anything changed. Killed at any moment, the old text or the new one is there."""
        body = b"".join(msgspec.json.encode(record) + b"\n" for record in (text, *clauses))
        target = self._path(text.sha)
        if target.is_file() and target.read_bytes() == body:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".adding-", dir=self.folder)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(name).replace(target)
        return True

    def digest(self) -> str:
        """Return a digest that changes whenever any text does."""
        sha = hashlib.sha256()
        for path in self._files():
            with path.open("rb") as file:
                sha.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
        return sha.hexdigest()

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9a-f]*.jsonl")) if self.folder.is_dir() else []

    def _path(self, sha: str) -> Path:
        return self.folder / f"{sha}.jsonl"


def _decoded(line: bytes, kind: type[T], path: Path) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError as error:
        raise CorpusError(f"资料库里的法规文本 {path.name} 已损坏，请删去它并重新导入原文件。") from error
