"""What the command line does with the records: set the password, back up, restore. `tell` shows a line to the user."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import RecordsError
from kb.records.backup import back_up, restore

if TYPE_CHECKING:
    from kb.records.database import Records

Tell = Callable[[str], None]


def ask_password(records: Records, tell: Tell) -> None:
    """Ask for a new password twice, or read it from a pipe, and set it. Raises RecordsError."""
    from kb.records.passwords import set_password

    if sys.stdin.isatty():
        typed = getpass("新的培训员密码（至少 8 个字符，不显示）：")
        if typed != getpass("再输一遍："):
            raise RecordsError("两遍输入的不一样，密码没有改，请重来。")
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    with closing(records):
        set_password(records, typed)
    tell("密码已设好；已登录的都要重新登录。")


def make_backup(records: Records, data: Path, target: Path, tell: Tell) -> None:
    """Write a backup and say what it holds. Raises RecordsError, also where the audit turns out to be broken."""
    from kb.records.audit import broken_line

    with closing(records):
        made = back_up(records, data, target)
        with records.reading() as session:
            broken = broken_line(session)
    tell(f"已备份到 {target}：记录（改动 {made.audit} 次）和资料库文件 {len(made.files) - 1} 个。")
    if broken is not None:
        raise RecordsError(
            f"备份写好了，但改动留痕从第 {broken} 条起和前面的对不上：记录可能在程序以外被改过，请和以前的备份核对。"
        )
    tell("改动留痕逐条核对过，前后相接。")


def restore_backup(records: Records, data: Path, source: Path, tell: Tell) -> None:
    """Put a backup in place and say where the former records are kept. Raises RecordsError."""
    former = restore(data, records.address, source)
    tell(f"已恢复。原来的记录和资料库移到了 {former}，确认无误后可以删除；请运行 hazardkb build 再打开服务。")
