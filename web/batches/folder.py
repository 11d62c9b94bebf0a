"""Where batches live on disk: a folder each, named by chance; every file is written aside and renamed into place."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from kb.errors import NotFoundError
from kb.store.locking import held, is_held
from web.batches.job import Job, Plan, Progress
from web.errors import BadRequestError

T = TypeVar("T")

KEEP, WAITING = 10, 5
"""Finished batches kept, and batches that may wait at once."""
_ID = re.compile(r"[0-9a-f]{16}")
_LIST, _ERROR = "list.xlsx", "error.txt"


class Batches:
    """All batches of a data folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def add(self, job: Job, rows: bytes | None = None) -> BatchFolder:
        """Keep a new job, with the list (XLSX) it names its posts by; old finished ones go.

        Raises BadRequestError while too many are waiting.
        """
        self._remove_old()
        if sum(batch.progress().state in {"waiting", "running"} for batch in self.all()) >= WAITING:
            raise BadRequestError(f"已有 {WAITING} 批在排队，请等它们做完再开始新的一批。")
        path = self.root / secrets.token_hex(8)
        path.mkdir(parents=True)
        batch = BatchFolder(path)
        if rows is not None:
            batch.write(_LIST, rows)
        batch.write("job.json", msgspec.json.encode(job))
        return batch

    def get(self, key: str) -> BatchFolder:
        """Return the batch with this id; raises NotFoundError."""
        path = self.root / key
        if not _ID.fullmatch(key) or not (path / "job.json").is_file():
            raise NotFoundError("没有这一批，可能已经清理；请从“批量打印”重新开始。", key)
        return BatchFolder(path)

    def all(self) -> list[BatchFolder]:
        """Return every batch, the oldest first."""
        found = (BatchFolder(path) for path in self.root.glob("*") if (path / "job.json").is_file())
        return sorted(found, key=lambda batch: (batch.job().created, batch.id))

    def lock(self) -> AbstractContextManager[bool]:
        """Give whether this process is now the one that works through what waits."""
        self.root.mkdir(parents=True, exist_ok=True)
        return held(self.root / "worker.lock")

    def is_worked_on(self) -> bool:
        """Tell whether a process works through what waits."""
        return is_held(self.root / "worker.lock")

    def _remove_old(self) -> None:
        ended = [batch for batch in self.all() if batch.progress().state in {"done", "failed"}]
        for batch in ended[: max(len(ended) - KEEP, 0)]:
            shutil.rmtree(batch.path, ignore_errors=True)


class BatchFolder:
    """One batch on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.id = path.name

    def job(self) -> Job:
        """Return what was asked for."""
        return msgspec.json.decode((self.path / "job.json").read_bytes(), type=Job)

    def list_path(self) -> Path | None:
        """Return the list the job names its posts by, if it does."""
        path = self.path / _LIST
        return path if path.is_file() else None

    def plan(self) -> Plan | None:
        """Return what the job comes to, once a process has worked that out."""
        return self._read("plan.json", Plan)

    def keep_plan(self, plan: Plan) -> None:
        """Keep a plan; what was made after another one is thrown away."""
        shutil.rmtree(self.path / "parts", ignore_errors=True)
        self.write("plan.json", msgspec.json.encode(plan))

    def part(self, number: int) -> Path:
        """Return where part `number` is or will be."""
        return self.path / "parts" / f"{number:04}"

    def lock(self) -> AbstractContextManager[bool]:
        """Give whether this process is now the one that makes this batch."""
        return held(self.path / "lock")

    def result(self) -> Path | None:
        """Return the finished file, or None."""
        path = self.path / self.job().result
        return path if path.is_file() else None

    def keep_progress(self, progress: Progress) -> None:
        """Keep how far the job is."""
        self.write("progress.json", msgspec.json.encode(progress))

    def fail(self, sentence: str) -> None:
        """Keep why the job cannot be done."""
        self.write(_ERROR, sentence.encode())

    def progress(self) -> Progress:
        """Return how far the job is, as the files tell."""
        kept = self._read("progress.json", Progress) or Progress(state="waiting")
        if self.result():
            return msgspec.structs.replace(kept, state="done", done=kept.total)
        error = self.path / _ERROR
        if error.is_file():
            return msgspec.structs.replace(kept, state="failed", error=error.read_text(encoding="utf-8"))
        return msgspec.structs.replace(kept, state="running" if is_held(self.path / "lock") else "waiting")

    def write(self, name: str, content: bytes) -> None:
        """Write a file in one step."""
        with self.writing(self.path / name) as file:
            file.write(content)

    @contextmanager
    def writing(self, path: Path) -> Iterator[BinaryIO]:
        """Give a file that is written aside and renamed to `path` when all of it is there."""
        path.parent.mkdir(exist_ok=True)
        aside = path.with_name(path.name + ".tmp")
        with aside.open("wb") as file:
            yield file
        aside.replace(path)

    def _read(self, name: str, kind: type[T]) -> T | None:
        try:
            return msgspec.json.decode((self.path / name).read_bytes(), type=kind)
        except FileNotFoundError:
            return None
