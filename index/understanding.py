"""From what was typed to a `Reading`: units, and for each the synonyms of the lexicon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from index.matching import Alternative, Reading
from index.query import ParsedQuery
from index.tokens import runs
from index.units import Unit, split_units

TRUST = 0.8
"""A synonym counts so much beside the word typed."""
_MOST_ALTERNATIVES = 8


class Understanding:
    """Reads queries by the words and synonyms of one index."""

    def __init__(self, words: frozenset[str], synonyms: Mapping[str, Sequence[str]]) -> None:
        self._synonyms = synonyms
        self._split = lru_cache(maxsize=1024)(lambda tokens: split_units(tokens, words))  # a query asks twice

    def units(self, parsed: ParsedQuery) -> list[Unit]:
        """Return the units of all pieces in order, function words among them."""
        return [unit for piece in parsed.pieces for unit in self._split(piece.tokens)]

    def read(self, parsed: ParsedQuery, *, literal: bool = False) -> Reading:
        """Return the query's telling units with their synonyms; a quoted piece and a `literal` query have none."""
        told: list[tuple[Unit, tuple[Alternative, ...]]] = []
        for piece in parsed.pieces:
            plain = literal or piece.quoted
            told += [(u, () if plain else self._alternatives(u)) for u in self._split(piece.tokens)]
        telling = [pair for pair in told if not pair[0].empty] or told
        return Reading(tuple(unit for unit, _ in telling), tuple(others for _, others in telling))

    def _alternatives(self, unit: Unit) -> tuple[Alternative, ...]:
        """Return the unit's synonyms, or those of the longest words inside it put in their place."""
        inside = [unit.text] if unit.text in self._synonyms else self._inside(unit.text)
        pairs = [(word, other) for word in inside for other in self._synonyms[word]]
        return tuple(
            Alternative(tuple(runs(unit.text.replace(word, other))), TRUST, f"同义词：{word} → {other}")
            for word, other in pairs[:_MOST_ALTERNATIVES]
        )

    def _inside(self, text: str) -> list[str]:
        length = len(text)
        parts = (text[b:e] for b in range(length) for e in range(b + 2, length + 1) if e - b < length)
        return sorted((part for part in parts if part in self._synonyms), key=len, reverse=True)[:2]
