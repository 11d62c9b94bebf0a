"""Self-study of a post (自学): the screens a newcomer steps through, questions in between."""

from __future__ import annotations

from typing import Literal

from kb.model.base import Record
from kb.model.card import CardEntry, CardLine, CardScenario
from kb.model.question import LETTERS, Question

ScreenKind = Literal["recognise", "happen", "do", "never", "wrong", "question", "order"]

UNANSWERED = "-"


class Ordering(Record, frozen=True, kw_only=True):
    """Emergency steps to be put in order: `steps` as the playbook gives them, `shown` the positions as dealt."""

    scenario: str
    title: str
    first: str
    steps: tuple[CardLine, ...]
    shown: tuple[int, ...]

    @property
    def right(self) -> str:
        """Return the right order as an answer is written: the steps' positions, a digit each."""
        return "".join(str(position) for position in range(len(self.steps)))


class Screen(Record, frozen=True, kw_only=True):
    """One screen: what it is for, and the entry, lines, scenarios or question it shows."""

    kind: ScreenKind
    entry: CardEntry | None = None
    lines: tuple[CardLine, ...] = ()
    scenarios: tuple[CardScenario, ...] = ()
    question: Question | None = None
    ordering: Ordering | None = None

    @property
    def right(self) -> str:
        """Return the right answer as it is written in an address; empty for a screen that asks nothing."""
        if self.question:
            return LETTERS[self.question.answer]
        return self.ordering.right if self.ordering else ""

    def accepts(self, answer: str) -> bool:
        """Return whether `answer` is one that could be given here: an option's letter, or every step once."""
        if self.question:
            return len(answer) == 1 and answer in LETTERS[: len(self.question.options)]
        return bool(self.ordering) and "".join(sorted(answer)) == self.right


class Course(Record, frozen=True, kw_only=True):
    """The screens of a post's course in order; the same card, bank and seed give the same course."""

    seed: str
    entries: tuple[CardEntry, ...]
    screens: tuple[Screen, ...]
    left_out: int = 0
    """Scenarios whose steps are not asked about because nobody has confirmed all of them."""

    @property
    def asking(self) -> tuple[Screen, ...]:
        """Return the screens that ask something."""
        return tuple(screen for screen in self.screens if screen.right)
