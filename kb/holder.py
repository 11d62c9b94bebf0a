"""Keeps the current edition open for a server and moves to a new one without dropping or delaying a request."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from kb.edition import current_edition
from kb.errors import EditionError
from kb.store.knowledge import FILE_FAULT, Knowledge

log = logging.getLogger(__name__)

B = TypeVar("B")

_DAMAGED = (OSError, EOFError, LookupError, TypeError, ValueError, FILE_FAULT, msgspec.MsgspecError)
"""What reading a truncated, foreign or older file raises: in SQLite, msgspec, numpy and our own tables."""


@dataclass(frozen=True)
class OpenEdition(Generic[B]):
    """An edition in use: its knowledge and its search backend."""

    folder: Path
    knowledge: Knowledge
    backend: B


def open_edition(
    folder: Path, open_backend: Callable[[Path], B], warm: Callable[[OpenEdition[B]], None] | None = None
) -> OpenEdition[B]:
    """Open the edition in `folder` and, where `warm` is given, let that use it once.

    Raises EditionError when it is damaged or was written by another version of the program.
    """
    try:
        opened = OpenEdition(folder, Knowledge.open(folder), open_backend(folder / "index"))
        if warm is not None:
            warm(opened)
    except (*_DAMAGED, EditionError) as error:
        raise EditionError(
            f"知识库版本 {folder.name} 打不开（已损坏或版本不符），"
            f"请删除数据文件夹下的 editions/{folder.name}，再运行 hazardkb build。"
        ) from error
    return opened


class EditionHolder(Generic[B]):
    """Looks at the pointer at most every `interval` seconds and opens a new edition in a thread beside the requests.

    Until that edition is open and has been used once (`warm`), the one before answers; where it cannot be opened, the
    one before goes on answering and the log says why. An edition is closed when the last request that holds it ends.
    """

    def __init__(
        self,
        editions: Path,
        open_backend: Callable[[Path], B],
        interval: float = 2.0,
        warm: Callable[[OpenEdition[B]], None] | None = None,
    ) -> None:
        self._editions = editions
        self._open_backend = open_backend
        self._interval = interval
        self._warm = warm
        self._lock = threading.Lock()
        self._next_look = 0.0
        self._complaint = ""
        self._current: OpenEdition[B] | None = None
        self._previous: OpenEdition[B] | None = None

    def current(self) -> OpenEdition[B]:
        """Return the edition to answer from, at once unless it is the first.

        Raises EditionError when none was ever built, or when the first cannot be opened.
        """
        if self._current is None:
            with self._lock:
                if self._current is None:
                    self._move()
        elif time.monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            self._next_look = time.monotonic() + self._interval
            threading.Thread(target=self._look, name="edition", daemon=True).start()
        if self._current is None:
            raise EditionError("知识库还没有生成，请先运行 hazardkb build。")
        return self._current

    def _look(self) -> None:
        """Move to the pointed edition if it is another; in a thread of its own, which lets go of the lock."""
        try:
            self._move()
        except EditionError as error:
            if str(error) != self._complaint:  # tried again at every look, told once
                self._complaint = str(error)
                log.exception("moving to a new edition failed")
        finally:
            self._lock.release()

    def _move(self) -> None:
        folder = current_edition(self._editions)
        if folder is None or (self._current is not None and folder == self._current.folder):
            return
        opened = open_edition(folder, self._open_backend, self._warm)
        weakref.finalize(opened, opened.knowledge.close).atexit = False
        self._next_look = time.monotonic() + self._interval
        self._previous, self._current = self._current, opened  # a request between two look-ups still has its edition
