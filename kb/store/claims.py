"""Claims about extracted rows on disk: a file of lines per document, only ever added to."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from kb.errors import CorpusError
from kb.model.claim import Claim

_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


class ClaimBook:
    """What people said of the rows of each document, by the sha256 of its file.

    A line is added and forced to disk before `add` returns. A line cut short by a crash is no claim, and the next one
    begins on a line of its own; lines are never changed, so that what was said, by whom and when can be looked up.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def claims(self, sha: str) -> tuple[Claim, ...]:
        """Return the claims about a document in the order they were made."""
        path = self._path(sha)
        if not path.is_file():
            return ()
        return tuple(claim for line in path.read_bytes().splitlines() if (claim := _decoded(line)) is not None)

    def add(self, sha: str, claim: Claim) -> None:
        """Add a claim. Raises CorpusError when it cannot be written: then nothing was said."""
        line = b"\n" + msgspec.json.encode(claim) + b"\n"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path(sha), _APPEND, 0o600)
            try:
                if os.write(handle, line) != len(line):
                    raise OSError("short write")
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise CorpusError("更正没有存下来：数据文件夹写不进去，请检查磁盘空间和权限后再按一次。") from error

    def digest(self) -> str:
        """Return a digest that changes with every claim."""
        sha = hashlib.sha256()
        for path in sorted(self.folder.glob("[0-9a-f]*.jsonl")) if self.folder.is_dir() else []:
            sha.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return sha.hexdigest()

    def _path(self, sha: str) -> Path:
        if not sha or set(sha) - set("0123456789abcdef"):
            raise ValueError(f"not a sha256: {sha!r}")
        return self.folder / f"{sha}.jsonl"


def _decoded(line: bytes) -> Claim | None:
    try:
        return msgspec.json.decode(line, type=Claim)
    except msgspec.MsgspecError:
        return None
