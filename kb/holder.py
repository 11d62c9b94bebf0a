"""Keeps the current edition open for a server and moves to a new one without dropping a request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kb.edition import current_edition
from kb.errors import EditionError
from kb.store.knowledge import Knowledge

B = TypeVar("B")


@dataclass(frozen=True)
class OpenEdition(Generic[B]):
    """An edition in use: its knowledge and its search backend."""

    folder: Path
    knowledge: Knowledge
    backend: B


def open_edition(folder: Path, open_backend: Callable[[Path], B]) -> OpenEdition[B]:
    """Open the edition in `folder`. Raises EditionError when it is damaged."""
    return OpenEdition(folder, Knowledge.open(folder), open_backend(folder / "index"))


class EditionHolder(Generic[B]):
    """Polls the pointer at most every `interval` seconds and opens the new edition before letting go of the old.

    The previous edition is kept open until the next switch, so requests that hold it finish undisturbed.
    """

    def __init__(self, editions: Path, open_backend: Callable[[Path], B], interval: float = 2.0) -> None:
        self._editions = editions
        self._open_backend = open_backend
        self._interval = interval
        self._lock = threading.Lock()
        self._next_look = 0.0
        self._current: OpenEdition[B] | None = None
        self._previous: OpenEdition[B] | None = None

    def current(self) -> OpenEdition[B]:
        """Return the edition to answer from. Raises EditionError when none was ever built."""
        now = time.monotonic()
        if self._current is None or now >= self._next_look:
            with self._lock:
                if self._current is None or now >= self._next_look:
                    self._next_look = now + self._interval
                    self._look()
        if self._current is None:
            raise EditionError("知识库还没有生成，请先运行 hazardkb build。")
        return self._current

    def _look(self) -> None:
        folder = current_edition(self._editions)
        if folder is None or (self._current is not None and folder == self._current.folder):
            return
        opened = open_edition(folder, self._open_backend)
        if self._previous is not None:
            self._previous.knowledge.close()
        self._previous, self._current = self._current, opened
