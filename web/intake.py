"""What pages that change the library use: the review desk and the build that follows a change."""

from __future__ import annotations

from dataclasses import dataclass

from kb.edition import EditionInputs
from kb.paths import command_line
from kb.store.reviewing import ReviewDesk
from web.background import BackgroundBuild


@dataclass(frozen=True, slots=True)
class Intake:
    """Looking at rows, saying something of them, and having the edition follow."""

    review: ReviewDesk
    build: BackgroundBuild


def intake_over(inputs: EditionInputs) -> Intake:
    """Return the intake over a data folder; builds run as the project's own command line in another process."""
    review = ReviewDesk(inputs)
    command = [*command_line(), "build", "--data", str(inputs.data.resolve())]
    return Intake(review, BackgroundBuild(command, review.behind))
