"""What pages that change the library use: review of rows, files handed in, and the build that follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.edition import EditionInputs
from kb.paths import command_line
from kb.store.reviewing import ReviewDesk
from kb.store.uploads import Uploads
from web.background import BackgroundBuild, Worker


@dataclass(slots=True)
class Intake:
    """Looking at rows and saying something of them, handing in files, and having the edition follow."""

    inputs: EditionInputs
    review: ReviewDesk
    build: BackgroundBuild
    _worker: Worker = field(default_factory=Worker, init=False)

    @property
    def uploads(self) -> Uploads:
        """The files on their way into the library."""
        return Uploads(self.inputs.data / "uploads")

    def wake(self) -> None:
        """Have what waits read, unless a process is at it: also what an earlier server left."""
        if not self.uploads.is_worked_on():
            self._worker.wake(["take", "--data", str(self.inputs.data.resolve())])


def intake_over(inputs: EditionInputs) -> Intake:
    """Return the intake over a data folder; builds run as the project's own command line in another process."""
    review = ReviewDesk(inputs)
    command = [*command_line(), "build", "--data", str(inputs.data.resolve())]
    return Intake(inputs, review, BackgroundBuild(command, review.behind))
