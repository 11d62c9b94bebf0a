"""A question with one right answer, grounded in one entry."""

from __future__ import annotations

from typing import Literal

from kb.model.base import Record

QuestionKind = Literal["measure", "hazard", "accident"]


class Question(Record, frozen=True, kw_only=True):
    """A question: text, options, index of the right one, and the entry (and line) that says so.

    `key` names the question itself (`measure:{entry}#{n}` …) whatever options it was dealt; `sources` names the
    entry of every option, the right one's first place included, in the options' order.
    """

    key: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    answer: int
    entry: str
    sources: tuple[str, ...]

    @property
    def right(self) -> str:
        """Return the right option's text."""
        return self.options[self.answer]


LETTERS = "ABCD"
