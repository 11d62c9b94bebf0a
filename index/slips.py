"""Slips of the pen: the name one character away from a stretch of a query (wrong, missing, extra, exchanged).

A slip is assumed only where the stretch makes no sense as it stands: next to the wrong character no two characters
stand together in any document.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.vocabulary import KIND_ORDER, LONGEST_NAME, Term, Vocabulary

SHORTEST = 3
_ORDINARY = 5
"""A character in so many documents is meant as it stands (换除尘, 打磨铝件), not a slip."""


class SlipFinder:
    """Finds slips by one index's names; `count` tells in how many documents tokens stand next to each other."""

    def __init__(self, vocabulary: Vocabulary, count: Callable[[Sequence[str]], int]) -> None:
        self._vocabulary = vocabulary
        self._count = count
        self._names: dict[tuple[int, int], tuple[Sequence[str], Sequence[Term]]] = {}
        self._known = functools.lru_cache(maxsize=4096)(lambda tokens: count(tokens) > 0)

    def find(self, text: str, *, any_length: bool) -> Term | None:
        """Return the name `text` was probably meant to be, or None; of the same length unless `any_length`."""
        unheard = [place for place, pair in enumerate(itertools.pairwise(text)) if not self._known(pair)]
        if len(text) < SHORTEST or not unheard or (not any_length and unheard[-1] - unheard[0] > 1):
            return None  # one wrong character makes at most two pairs unheard of, and those side by side
        spread = 1 if any_length else 0
        keys, nearby = self._nearby(len(text), spread)
        found = process.extract(text, keys, scorer=OSA.distance, score_cutoff=1, limit=8)
        terms = [nearby[place] for key, distance, place in found if distance == 1 and self._senseless(text, key)]
        return max(terms, key=lambda term: _likeness(term, text), default=None)

    def _senseless(self, text: str, name: str) -> bool:
        """Return whether the character of `text` that `name` has otherwise makes no sense where it stands."""
        places = [place for place, (a, b) in enumerate(zip(text, name, strict=False)) if a != b]
        if len(text) != len(name) or len(places) != 1:
            return True  # `find` has seen already that some neighbours never stand together
        place = places[0]
        if self._count(text[place]) >= _ORDINARY:
            return False
        return not any(self._count(text[i : i + 2]) for i in (place - 1, place) if 0 <= i < len(text) - 1)

    def _nearby(self, length: int, spread: int) -> tuple[Sequence[str], Sequence[Term]]:
        """Return the names that stand in a document and are `length` long, give or take `spread`: keys and terms."""
        if (length, spread) not in self._names:
            named = (t for t in self._vocabulary.terms if t.name and t.count and t.kind != "词")
            shortest, longest = max(SHORTEST, length - spread), min(length + spread, LONGEST_NAME)
            fitting = {t.key: t for t in named if shortest <= len(t.key) <= longest}
            self._names[length, spread] = (list(fitting), list(fitting.values()))
        return self._names[length, spread]


def _likeness(term: Term, text: str) -> tuple[bool, bool, int, int]:
    """Return how likely `term` was meant: it ends alike, is as long, is a name, is frequent."""
    return term.key[-1] == text[-1], len(term.key) == len(text), -KIND_ORDER.index(term.kind), term.count
