"""Where pages hand in batches: keeps the job and sees that a process works through what waits."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from web.background import Worker
from web.batches.folder import Batches, BatchFolder
from web.batches.job import Job


@dataclass(slots=True)
class Desk:
    """The batches of a data folder and the process that makes them, which goes on when the server is stopped."""

    data: Path
    _worker: Worker = field(default_factory=Worker, init=False)

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
        if not self.batches.is_worked_on():
            self._worker.wake(["batch", "--resume", "--data", os.fspath(self.data.resolve())])
