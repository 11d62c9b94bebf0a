"""From a typed query to matched documents: read it, match it, and where the words lead nowhere match what was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import IndexArrays, TermNumbers
from index.correcting import Correction, Corrector, article_numbers
from index.folding import Folding
from index.matching import Matched, Matcher, Reading
from index.meta import IndexMeta
from index.phrases import PhraseFinder
from index.query import ParsedQuery, parse
from index.ranking import Ranker
from index.understanding import Understanding

_GAIN = 0.05
"""What was meant is shown at once when it covers so much more of the query than what was typed."""


@dataclass(frozen=True)
class Answer:
    """A query as it was answered: `reading` and `matched` are of the corrected query where `corrected`."""

    parsed: ParsedQuery
    reading: Reading
    matched: Matched
    corrections: tuple[Correction, ...] = ()
    suggestion: str = ""
    corrected: bool = False


class Answerer:
    """Answers queries from one index; `meta` holds its small tables."""

    def __init__(self, arrays: IndexArrays, ranker: Ranker, meta: IndexMeta, folding: Folding) -> None:
        numbers = TermNumbers(meta.codes)
        phrases = PhraseFinder(arrays)
        self._size = arrays.size
        self._folding = folding
        self._matcher = Matcher(arrays, numbers, ranker)
        self._understanding = Understanding(meta.words, meta.synonyms)
        self._corrector = Corrector(
            meta.vocabulary, meta.readings, lambda tokens: phrases.count(numbers.sequence(tokens))
        )

    def answer(self, text: str, *, literal: bool) -> Answer:
        """Return the answer to `text`; `literal` takes the words as typed."""
        parsed = parse(text, self._folding)
        typed = self._match(parsed, literal=literal)
        if literal or typed.matched.complete or not parsed.pieces or any(piece.quoted for piece in parsed.pieces):
            return typed
        return self._corrected(typed)

    def _corrected(self, typed: Answer) -> Answer:
        """Return the answer to what was probably meant, or the typed one with a suggestion where that is no better."""
        text = self._folding.fold(typed.parsed.text)
        corrections = (*article_numbers(text), *self._corrector.correct(self._understanding.units(typed.parsed)))
        if not corrections:
            return typed
        meant = apply(corrections, text)
        answer = self._match(parse(meant, self._folding), literal=False)
        if not answer.matched.found.any():
            return typed
        better = answer.matched.complete or answer.matched.coverage > typed.matched.coverage + _GAIN
        source = answer if better else typed
        return Answer(
            typed.parsed, source.reading, source.matched, corrections * better, suggestion=meant, corrected=better
        )

    def _match(self, parsed: ParsedQuery, *, literal: bool) -> Answer:
        reading = self._understanding.read(parsed, literal=literal)
        if parsed.pieces or parsed.excluded:
            return Answer(parsed, reading, self._matcher.match(parsed, reading))
        found = np.full(self._size, not parsed.text)  # nothing typed browses; punctuation alone finds nothing
        return Answer(parsed, reading, Matched(found, np.zeros(self._size), np.zeros(self._size, np.bool_)))


def apply(corrections: Sequence[Correction], text: str) -> str:
    """Return the folded `text` with every correction put in the place of what was typed."""
    for correction in corrections:
        typed = r"\s*".join(re.escape(part) for part in correction.typed.split())
        text = re.sub(typed, lambda _, meant=correction.meant: meant, text, count=1)  # type: ignore[misc]
    return text
