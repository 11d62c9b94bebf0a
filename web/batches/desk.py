"""Where pages hand in batches: keeps the job and sees that a process works through what waits."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import kb
from web.batches.folder import Batches, BatchFolder
from web.batches.job import Job

_PROGRAM = Path(kb.__file__).resolve().parent.parent / "hazardkb.py"


@dataclass(slots=True)
class Desk:
    """The batches of a data folder and the process that makes them, which goes on when the server is stopped."""

    data: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def batches(self) -> Batches:
        """The batches on disk."""
        return Batches(self.data / "batches")

    def hand_in(self, job: Job, rows: bytes | None) -> BatchFolder:
        """Keep a job and have it made. Raises BadRequestError while too many wait."""
        batch = self.batches.add(job, rows)
        self.wake()
        return batch

    def wake(self) -> None:
        """Start the process that works through what waits, unless one does: also after a restart of the server."""
        running = self._process is not None and self._process.poll() is None
        if running or self.batches.is_worked_on():
            return
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, os.fspath(_PROGRAM), "batch", "--resume", "--data", os.fspath(self.data.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
