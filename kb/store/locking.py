"""A lock between processes: a file the system keeps locked as long as its holder lives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Give whether this process now holds the lock `path`; it lets go at the end, or when it dies."""
    with path.open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError:
            yield False
        else:
            yield True


def is_held(path: Path) -> bool:
    """Tell whether some process holds the lock."""
    if not path.exists():
        return False
    with held(path) as free:
        return not free


def _lock(descriptor: int) -> None:
    """Lock a file at once or raise OSError."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
