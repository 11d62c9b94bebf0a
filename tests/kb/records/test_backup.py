"""Backup and restore: everything comes back, nothing else is let in, and a bad file changes nothing."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import RecordsError
from kb.records.audit import Deed
from kb.records.backup import CONTENTS, DATABASE, back_up, restore
from kb.records.command import make_backup
from kb.records.database import Records, default_address
from kb.records.models import Setting


def write(data: Path, value: str) -> None:
    """Put a record and a document into a data folder."""
    records = Records(default_address(data))
    with records.writing(Deed("本机", "试", value)) as session:
        session.merge(Setting(name="kept", value=value))
    records.close()
    document = data / "library" / "ab-12"
    document.mkdir(parents=True, exist_ok=True)
    (document / "rows.jsonl").write_text(value, "utf-8")


def read(data: Path) -> tuple[str, str]:
    records = Records(default_address(data))
    with records.reading() as session:
        value = session.get_one(Setting, "kept").value
    records.close()
    return value, (data / "library" / "ab-12" / "rows.jsonl").read_text("utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one record and one document."""
    folder = tmp_path / "data"
    write(folder, "甲")
    return folder


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    records = Records(default_address(data))
    contents = back_up(records, data, tmp_path / "b.zip")
    records.close()
    assert contents.audit == 1
    assert set(contents.files) == {DATABASE, "library/ab-12/rows.jsonl"}
    return tmp_path / "b.zip"


def test_everything_comes_back_and_the_former_is_kept(data: Path, backup: Path) -> None:
    write(data, "乙")
    (data / "texts").mkdir()
    (data / "texts" / "later.jsonl").write_text("后来的", "utf-8")
    former = restore(data, default_address(data), backup)
    assert read(data) == ("甲", "甲")
    assert not (data / "texts").exists()
    assert (former / "texts" / "later.jsonl").read_text("utf-8") == "后来的"
    assert (former / DATABASE).is_file()
    assert not list(data.glob(".restoring-*"))


def test_a_backup_restores_into_an_empty_folder(backup: Path, tmp_path: Path) -> None:
    restore(tmp_path / "new", default_address(tmp_path / "new"), backup)
    assert read(tmp_path / "new") == ("甲", "甲")


def test_a_backup_is_made_while_others_write(data: Path, tmp_path: Path) -> None:
    records = Records(default_address(data))
    with records.writing(Deed("本机", "试")) as session:
        session.merge(Setting(name="kept", value="半"))
        session.flush()
        back_up(records, data, tmp_path / "b.zip")
    restore(tmp_path / "new", default_address(tmp_path / "new"), tmp_path / "b.zip")
    assert read(tmp_path / "new") == ("甲", "甲")
    records.close()


def test_restoring_under_an_open_server_is_refused(data: Path, backup: Path) -> None:
    server = Records(default_address(data))
    assert server.version() == 1
    with pytest.raises(RecordsError, match="先停掉 hazardkb serve"):
        restore(data, default_address(data), backup)
    with server.writing(Deed("本机", "试")):
        pass
    server.close()
    assert read(data) == ("甲", "甲")


def repacked(backup: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def named(name: str) -> Callable[[dict[str, bytes]], None]:
    """Give the document another name, in archive and contents alike."""

    def change(files: dict[str, bytes]) -> None:
        contents = json.loads(files[CONTENTS])
        contents["files"][name] = contents["files"].pop("library/ab-12/rows.jsonl")
        files[CONTENTS] = json.dumps(contents).encode()
        files[name] = files.pop("library/ab-12/rows.jsonl")

    return change


def altered(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({name: content})


BAD = {
    "up": named("../../evil"),
    "up inside": named("library/../../evil"),
    "absolute": named("/tmp/evil"),  # noqa: S108 - must not be written
    "drive": named("library/c:evil"),
    "backslash": named("library\\..\\evil"),
    "elsewhere": named("editions/current"),
    "altered document": altered("library/ab-12/rows.jsonl", b"x"),
    "altered database": altered(DATABASE, b"SQLite format 3\x00"),
    "no contents": lambda files: files.pop(CONTENTS) and None,
    "contents": altered(CONTENTS, b"{}"),
    "missing file": lambda files: files.pop("library/ab-12/rows.jsonl") and None,
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_bad_backup_is_refused_and_changes_nothing(
    data: Path, backup: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    repacked(backup, change)
    before = sorted(path.name for path in data.iterdir())
    with pytest.raises(RecordsError, match="什么都没有改动"):
        restore(data, default_address(data), backup)
    assert read(data) == ("甲", "甲")
    assert list(tmp_path.rglob("evil")) == []
    assert sorted(path.name for path in data.iterdir() if not path.name.endswith(("-wal", "-shm"))) == [
        name for name in before if not name.endswith(("-wal", "-shm"))
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 1000])
def test_what_is_no_archive_is_refused(data: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(RecordsError, match="不是 hazardkb 的备份"):
        restore(data, default_address(data), tmp_path / "b.zip")


def test_records_elsewhere_are_left_to_their_own_tools(data: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="HAZARDKB_RECORDS"):
        restore(data, "postgresql+psycopg://x/y", tmp_path / "b.zip")


def test_a_backup_says_whether_the_audit_is_whole(data: Path, tmp_path: Path) -> None:
    said: list[str] = []
    write(data, "乙")
    make_backup(Records(default_address(data)), data, tmp_path / "whole.zip", said.append)
    assert "改动留痕逐条核对过" in said[-1]
    with closing(sqlite3.connect(data / "records.sqlite3")) as behind_our_back, behind_our_back:
        behind_our_back.execute("UPDATE audit SET who = '别人' WHERE id = 1")
    with pytest.raises(RecordsError, match="从第 1 条起和前面的对不上"):
        make_backup(Records(default_address(data)), data, tmp_path / "altered.zip", said.append)
    assert (tmp_path / "altered.zip").is_file()
