"""Backup and restore: the records and the user's own documents in one file, checked before anything is replaced."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO

import msgspec

from kb.errors import RecordsError
from kb.model.base import Record
from kb.records.head import HEAD, file_of

if TYPE_CHECKING:
    from kb.records.database import Records

CONTENTS = "backup.json"
DATABASE = "records.sqlite3"
FOLDERS = ("library", "texts", "claims")
"""What the user has ingested and said of it in review; editions are not kept, for they are built from it."""

_FORMAT = 1
_MOST_FILES, _MOST_BYTES = 200_000, 20 * 2**30
_BLOCK = 1 << 20

_NO_BACKUP = "{} 不是 hazardkb 的备份，或已损坏（{}），什么都没有改动；请换一份备份。"
_ELSEWHERE = "记录放在另一个数据库里（HAZARDKB_RECORDS），请用那个数据库自己的工具备份和恢复。"


class Contents(Record, frozen=True, kw_only=True):
    """What a backup holds: when it was made (UTC), the form of its database, the audit's last line, sha256 by file."""

    format: int
    made: str
    head: str
    audit: int
    files: dict[str, str]


def back_up(records: Records, data: Path, target: Path) -> Contents:
    """Write records and documents of `data` to `target`, whole or not at all. Writers need not stop.

    Raises RecordsError when the file cannot be written or the records are not a file.
    """
    from kb.records.migrating import copy_to

    if file_of(records.address) is None:
        raise RecordsError(_ELSEWHERE)
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.resolve().parent) as aside:
            copy = Path(aside) / DATABASE
            copy_to(records.engine, copy)
            files = {DATABASE: copy, **_documents(data)}
            made = Path(aside) / "backup.zip"
            contents = _written(files, made)
            made.replace(target)
    except OSError as error:
        raise RecordsError(f"备份写不进 {target}：{error.strerror or error}，请换一个位置或腾出空间。") from error
    return contents


def restore(data: Path, address: str, source: Path) -> Path:
    """Put what `source` holds in place of the records and documents of `data`; return where the former ones are kept.

    Everything is unpacked aside and checked against the contents first, the database also by SQLite itself; until
    then nothing is touched. Raises RecordsError for a file that is no whole backup. Servers are to be stopped before.
    """
    place = file_of(address)
    if place is None:
        raise RecordsError(_ELSEWHERE)
    data.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
    try:
        _unpacked(source, aside)
        _check_database(aside / DATABASE, source)
        _check_unused(place)
        return _exchanged(data, place, aside)
    except OSError as error:
        raise RecordsError(f"恢复时文件写不进或读不了：{error.strerror or error}，请检查磁盘空间和权限。") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _documents(data: Path) -> dict[str, Path]:
    """Return the files of the user's documents by their names in a backup; what is being added is left out."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            name = path.relative_to(data)
            if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.parts):
                found[name.as_posix()] = path
    return found


def _written(files: dict[str, Path], target: Path) -> Contents:
    digests = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in files.items():
            digests[name] = _digest(path)
            archive.write(path, name)
        contents = Contents(
            format=_FORMAT,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            head=HEAD,
            audit=_last_audit_line(files[DATABASE]),
            files=digests,
        )
        archive.writestr(CONTENTS, msgspec.json.encode(contents))
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return contents


def _unpacked(source: Path, aside: Path) -> None:
    """Unpack the files the contents name, and only to names of our own making inside `aside`."""
    try:
        with zipfile.ZipFile(source) as archive:
            contents = _contents(archive)
            for name, digest in contents.files.items():
                target = aside.joinpath(*_safe(name))
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as packed, target.open("wb") as file:
                    _copy(packed, file, archive.getinfo(name).file_size)
                if _digest(target) != digest:
                    raise RecordsError(_NO_BACKUP.format(source, f"{name} 内容不对"))
    except FileNotFoundError as error:
        raise RecordsError(f"找不到备份文件 {source}，请检查文件名。") from error
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, msgspec.MsgspecError) as error:
        raise RecordsError(_NO_BACKUP.format(source, "读不出")) from error


def _contents(archive: zipfile.ZipFile) -> Contents:
    """Return the contents of a backup, its sizes checked; raises ValueError for what cannot be one."""
    if archive.getinfo(CONTENTS).file_size > 100 * 2**20:
        raise ValueError(CONTENTS)
    contents = msgspec.json.decode(archive.read(CONTENTS), type=Contents)
    size = sum(archive.getinfo(name).file_size for name in contents.files)
    if contents.format != _FORMAT or len(contents.files) > _MOST_FILES or size > _MOST_BYTES:
        raise ValueError(CONTENTS)
    if DATABASE not in contents.files:
        raise ValueError(DATABASE)
    return contents


def _safe(name: str) -> tuple[str, ...]:
    """Return the parts of a name inside a backup; raises ValueError for one that leads anywhere else."""
    parts = PurePosixPath(name).parts
    inside = name == DATABASE or (len(parts) > 1 and parts[0] in FOLDERS)
    odd = any(part in {"", ".", ".."} or set(part) & set('\\:*?"<>|\x00') for part in parts)
    if not inside or odd or name.startswith("/"):
        raise ValueError(name)
    return parts


def _copy(packed: IO[bytes], file: BinaryIO, size: int) -> None:
    left = size
    while block := packed.read(min(_BLOCK, left + 1)):
        left -= len(block)
        if left < 0:
            raise ValueError(size)
        file.write(block)


def _check_database(path: Path, source: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (head,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise RecordsError(_NO_BACKUP.format(source, "记录数据库读不了")) from error
    if not whole:
        raise RecordsError(_NO_BACKUP.format(source, "记录数据库不完整"))
    if head > HEAD:
        raise RecordsError(f"备份 {source} 由更新的 hazardkb 写成，什么都没有改动；请先升级程序。")


def _check_unused(place: Path) -> None:
    """Fold the database's log into it, which SQLite refuses as long as a server has it open."""
    if not place.is_file():
        return
    try:
        with closing(sqlite3.connect(place, timeout=1)) as connection:
            used = connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",)
    except sqlite3.OperationalError:
        used = True
    except sqlite3.DatabaseError:  # damaged: that is why it is being restored
        used = False
    if used:
        raise RecordsError("服务还开着，什么都没有改动；请先停掉 hazardkb serve，再恢复。")


def _exchanged(data: Path, place: Path, aside: Path) -> Path:
    """Move what is there to a folder of its own and the unpacked files in; move back where that fails half-way."""
    former = data / f"before-restore-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    former.mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for there, kept, new in _exchanges(data, place, (former, aside)):
            if there.exists():
                there.rename(kept)
                moved.append((kept, there))
            if new.exists():
                new.rename(there)
    except OSError:
        for kept, there in reversed(moved):
            if there.exists():
                (shutil.rmtree if there.is_dir() else os.unlink)(there)
            kept.rename(there)
        raise
    return former


def _exchanges(data: Path, place: Path, folders: tuple[Path, Path]) -> Iterator[tuple[Path, Path, Path]]:
    """Yield each thing's place, where its former self goes, and where the new one comes from."""
    former, aside = folders
    for suffix in ("-wal", "-shm", ""):  # a log left from before would be played into the new database
        yield Path(f"{place}{suffix}"), former / f"{DATABASE}{suffix}", aside / f"{DATABASE}{suffix}"
    for folder in FOLDERS:
        yield data / folder, former / folder, aside / folder


def _last_audit_line(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT coalesce(max(id), 0) FROM audit").fetchone()[0])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
