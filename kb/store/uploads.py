"""Files on their way into the library: a folder each, named by chance, with what is asked, how far it is, what came."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from kb.errors import NotFoundError
from kb.model.register import RegisterPreview, SheetColumns
from kb.store.locking import held, is_held

T = TypeVar("T")

State = Literal["waiting", "reading", "asking", "building", "done", "failed"]
STATE_NAMES: dict[State, str] = {
    "waiting": "排队中",
    "reading": "正在读",
    "asking": "请核对各列",
    "building": "读好了，正在更新知识库",
    "done": "已导入",
    "failed": "没有导入",
}
INTERRUPTED = "“{name}”读到一半中断了，没有导入，请重新上传；还是不行的话，这份文件可能已损坏。"
KEEP = 30
"""Uploads whose outcome is kept to be looked at."""
LONGEST_NAME = 80
_ID = re.compile(r"[0-9a-f]{16}")
_UNSAFE = re.compile(r'[<>:"/\\|?*%]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """What was handed in: the name to call it by, by whom and when (ISO, UTC)."""

    name: str
    who: str
    created: str


class UploadProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an upload is: `done` of `total` pages, Chinese `lines` on what came of it, the documents it became.

    `document` is the id of its rows' document (doc-…), empty where it has none.
    """

    state: State
    done: int = 0
    total: int = 0
    lines: tuple[str, ...] = ()
    document: str = ""


class Uploads:
    """All uploads of a data folder. Their worker is a process of its own, one at a time, told by a lock."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self, name: str, who: str) -> UploadFolder:
        """Return a new folder for a file of this name; it counts once its file is there and `ready` was called."""
        self._remove_old()
        path = self.root / secrets.token_hex(8)
        (path / "file").mkdir(parents=True)
        created = datetime.now(UTC).isoformat(timespec="microseconds")
        return UploadFolder(path, Upload(name=label_of(name), who=who, created=created))

    def get(self, key: str) -> UploadFolder:
        """Return the upload with this id; raises NotFoundError."""
        found = self._opened(self.root / key) if _ID.fullmatch(key) else None
        if found is None:
            raise NotFoundError("没有这次上传，可能已经清理；请从“上传”页重新上传。", key)
        return found

    def all(self) -> list[UploadFolder]:
        """Return every upload, the oldest first."""
        opened = (self._opened(path) for path in self.root.glob("*"))
        return sorted((found for found in opened if found), key=lambda found: (found.upload.created, found.id))

    def waiting(self) -> int:
        """Return how many uploads wait or are being read."""
        return sum(found.progress().state in {"waiting", "reading"} for found in self.all())

    def lock(self) -> AbstractContextManager[bool]:
        """Give whether this process is now the one that reads what waits."""
        self.root.mkdir(parents=True, exist_ok=True)
        return held(self.root / "worker.lock")

    def is_worked_on(self) -> bool:
        """Tell whether a process reads what waits."""
        return is_held(self.root / "worker.lock")

    def _opened(self, path: Path) -> UploadFolder | None:
        upload = _read(path / "upload.json", Upload)
        return UploadFolder(path, upload) if upload else None

    def _remove_old(self) -> None:
        ended = [found for found in self.all() if found.progress().state in {"done", "failed"}]
        for found in ended[: max(len(ended) - KEEP, 0)]:
            shutil.rmtree(found.path, ignore_errors=True)


class UploadFolder:
    """One upload on disk."""

    def __init__(self, path: Path, upload: Upload) -> None:
        self.path = path
        self.id = path.name
        self.upload = upload

    @property
    def file(self) -> Path:
        """Where the file itself is, under a name that cannot lead anywhere else."""
        return self.path / "file" / self.upload.name

    def ready(self) -> None:
        """Let it count: its file is whole."""
        self._write("upload.json", self.upload)

    def drop(self) -> None:
        """Forget it: its file did not come whole."""
        shutil.rmtree(self.path, ignore_errors=True)

    def progress(self) -> UploadProgress:
        """Return how far it is."""
        return _read(self.path / "progress.json", UploadProgress) or UploadProgress(state="waiting")

    def keep(self, progress: UploadProgress) -> None:
        """Keep how far it is; at its end the file goes."""
        self._write("progress.json", progress)
        if progress.state in {"done", "failed"}:
            shutil.rmtree(self.path / "file", ignore_errors=True)

    def preview(self) -> RegisterPreview | None:
        """Return what was found of a workbook's columns, None for other files."""
        return _read(self.path / "preview.json", RegisterPreview)

    def ask(self, preview: RegisterPreview) -> None:
        """Have a person look at a workbook's columns before its rows are taken."""
        self._write("preview.json", preview)
        self.keep(UploadProgress(state="asking"))

    def mappings(self) -> tuple[SheetColumns, ...]:
        """Return the columns a person confirmed; () before that."""
        return _read(self.path / "columns.json", tuple[SheetColumns, ...]) or ()

    def confirm(self, mappings: tuple[SheetColumns, ...]) -> None:
        """Take the columns as a person has them, and let the file wait to be read."""
        self._write("columns.json", mappings)
        self.keep(UploadProgress(state="waiting"))

    def _write(self, name: str, record: object) -> None:
        aside = self.path / f".{name}"
        aside.write_bytes(msgspec.json.encode(record))
        aside.replace(self.path / name)


def label_of(name: str) -> str:
    """Return a file's name as it may be shown and used inside a folder of its own: no path, nothing a system minds.

    Readers take dates and titles from names, so it is kept as far as it is harmless; it never chooses a folder.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _UNSAFE.sub("_", "".join(c for c in base if c.isprintable())).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if dot and len(suffix) <= 5:
        plain = f"{stem[: LONGEST_NAME - 6].strip(' .') or '文件'}.{suffix}"
    plain = plain[:LONGEST_NAME] or "文件"
    return f"_{plain}" if _RESERVED.match(plain) else plain


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
