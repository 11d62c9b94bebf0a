"""Which documents answer a query, and in what order: exact words first, then all words, then most of them.

Every document gets a coverage, the share of the query's information found in it, and a tier. Coverage decides what
counts as found at all (and so totals and facets, which therefore never depend on a filter); the tier decides the
order, so that nothing softer ever stands above an exact hit; within a tier the score of the arrays decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.arrays import Array, IndexArrays, TermNumbers
from index.phrases import PhraseFinder
from index.query import ParsedQuery, Piece
from index.ranking import Ranker
from index.units import Unit

KEEP = 0.6
"""A document counts as found from this share of the best coverage any document reaches."""
FEW = 3
"""Where fewer documents hold the query as typed, the best of the others set the measure, …"""
LEAST = 0.5
"""… but none that covers less than six tenths of this."""
LOOSE = 0.5
"""Single characters of a stretch no word covers count this much beside a pair."""
MASKS_KEPT = 16 << 20
"""Bytes of memory about where stretches stand: a query asks several times, words and synonyms come again."""
SCORES_KEPT = 8 << 20
"""Bytes of memory about how far units are held, and as many about what alternatives score."""
_ANYTHING = 1e-9
"""A coverage above none at all."""
TIER = 1000.0
"""Distance between tiers in the score reported; no BM25 score comes near."""


@dataclass(frozen=True)
class Alternative:
    """Another way to say a unit: its tokens, how sure it is (0–1), and the reason shown when it finds something."""

    tokens: tuple[str, ...]
    trust: float
    reason: str


@dataclass(frozen=True)
class Reading:
    """A query as understood: its units, and for each the alternatives."""

    units: tuple[Unit, ...]
    alternatives: tuple[tuple[Alternative, ...], ...]


@dataclass(frozen=True)
class Matched:
    """The outcome for every document: whether found, its final score, whether exact, and which reasons apply where.

    `complete` says that some document holds every word of the query, as typed or by a synonym;
    `coverage` is the best any document found reaches.
    """

    found: Array
    scores: Array
    exact: Array
    complete: bool = False
    coverage: float = 0.0
    reasons: tuple[tuple[str, Array], ...] = ()


def _within(room: int, each: int) -> int:
    """Return how many results of `each` bytes are kept in `room` bytes; a handful of however large ones."""
    return max(8, min(4096, room // max(each, 1)))


class Matcher:
    """Matches parsed queries against one index."""

    def __init__(self, arrays: IndexArrays, numbers: TermNumbers, ranker: Ranker) -> None:
        self._arrays = arrays
        self._numbers = numbers
        self._ranker = ranker
        self._phrases = PhraseFinder(arrays)
        self._unknown_weight = float(np.log(1 + arrays.size))
        self._holds = lru_cache(maxsize=_within(MASKS_KEPT, arrays.size))(self._hold)
        self._units = lru_cache(maxsize=_within(SCORES_KEPT, 8 * arrays.size))(self._unit)
        self._whole_scores = lru_cache(maxsize=_within(SCORES_KEPT, 8 * arrays.size))(self._score_whole)

    def match(self, parsed: ParsedQuery, reading: Reading) -> Matched:
        """Return which documents answer the query and how well."""
        coverage, literal, widened, reasons = self._cover(reading)
        exact = self._exact(parsed, literal)
        found = exact | (coverage >= self._least(coverage, exact))
        for piece in parsed.pieces:
            if piece.quoted:
                found &= self.piece_mask(piece)
        for piece in parsed.excluded:
            found &= ~self.piece_mask(piece)
        scores = self._ranker.scores(self._ranker.terms(self._numbers.sequence(parsed.tokens)))
        scores = self._ranker.voted_all(self._with_alternatives(scores, reading))
        tier = self._tier(parsed, exact, literal, widened)
        final = tier * TIER + scores * (0.5 + 0.5 * np.minimum(coverage, 1.0))
        complete, best = self._complete(reading, found, tier), float(coverage.max(initial=0.0, where=found))
        return Matched(found, final, exact & found, complete, best, reasons)

    def _exact(self, parsed: ParsedQuery, literal: Array) -> Array:
        """Return the documents that hold every piece as typed; none where none holds every unit of whole words."""
        if not literal.any() and not any(piece.prefix for piece in parsed.pieces):
            return literal
        return self._holds_all([self.piece_mask(piece) for piece in parsed.pieces])

    @staticmethod
    def _least(coverage: Array, exact: Array) -> float:
        """Return the coverage from which a document counts as found; a few exact hits do not shut out the rest."""
        best = float(coverage.max(initial=0.0))
        if 0 < np.count_nonzero(exact) < FEW:
            best = max(float(coverage.max(initial=0.0, where=~exact)), LEAST)
        return max(KEEP * best, _ANYTHING)

    @staticmethod
    def _complete(reading: Reading, found: Array, tier: Array) -> bool:
        """Return whether the query is answered as it stands: exactly, or by known words all of which are found."""
        enough = 1 if all(unit.known for unit in reading.units) else 3
        return bool((found & (tier >= enough)).any())

    def _tier(self, parsed: ParsedQuery, exact: Array, literal: Array, widened: Array) -> Array:
        """Return the tier of every document: 4 named so, 3 exact, 2 all words, 1 all words in some way, 0 some."""
        tier = np.where(exact, np.int8(3), widened.view(np.int8) + literal.view(np.int8))
        if exact.any():
            named = self._phrases.named(self._numbers.sequence(parsed.tokens))
            tier[named[exact[named]]] = 4
        return tier

    def piece_mask(self, piece: Piece) -> Array:
        """Return the documents that hold the piece as typed."""
        if piece.prefix:
            return self._prefix_mask(piece)
        return self.holds(piece.tokens)

    def holds(self, tokens: Sequence[str]) -> Array:
        """Return the documents that hold these tokens next to each other; the array is shared and read-only."""
        return self._holds(tuple(tokens))

    def _hold(self, tokens: tuple[str, ...]) -> Array:
        mask = np.zeros(self._arrays.size, np.bool_)
        mask[self._phrases.rows(self._numbers.sequence(tokens))] = True
        mask.setflags(write=False)
        return mask

    def _prefix_mask(self, piece: Piece) -> Array:
        """Return the documents that hold the piece with its last token going on (GB50* also finds GB50016)."""
        mask = self.holds(piece.tokens).copy()
        parted = re.fullmatch(r"([a-z]+)(\d+)", piece.tokens[-1])
        for *head, last in (piece.tokens, (*piece.tokens[:-1], *parted.groups())) if parted else (piece.tokens,):
            for number in self._numbers.beginning_with(last):
                mask[self._phrases.rows([*self._numbers.sequence(head), number])] = True
        return mask

    def _holds_all(self, masks: Sequence[Array]) -> Array:
        return np.logical_and.reduce(masks) if masks else np.ones(self._arrays.size, np.bool_)

    def _cover(self, reading: Reading) -> tuple[Array, Array, Array, tuple[tuple[str, Array], ...]]:
        """Return (coverage, holds every unit, holds every unit in some way, reasons) for every document."""
        size = self._arrays.size
        coverage, total = np.zeros(size), 0.0
        literal, widened = np.ones(size, np.bool_), np.ones(size, np.bool_)
        reasons: list[tuple[str, Array]] = []
        for unit, alternatives in zip(reading.units, reading.alternatives, strict=True):
            part, weight = self._units(unit)
            whole = part >= 1
            literal &= whole
            for alternative in alternatives:
                mask = self.holds(alternative.tokens)
                part = np.maximum(part, mask * alternative.trust)
                weight = max(weight, self._weight(self._numbers.sequence(alternative.tokens)))
                reasons.append((alternative.reason, mask & ~whole))
                whole = whole | mask
            widened &= whole
            coverage += weight * part
            total += weight
        return coverage / (total or 1.0), literal, widened, tuple(reasons)

    def _unit(self, unit: Unit) -> tuple[Array, float]:
        """Return how much of the unit each document holds (0–1; shared), and what the unit weighs."""
        numbers = self._numbers.sequence(unit.tokens)
        part = self.holds(unit.tokens).astype(np.float64)
        weight = self._weight(numbers)
        if len(numbers) > 2 or (len(numbers) == 2 and not unit.known):
            part = np.maximum(part, self._partly(numbers, weight))
        return part, weight

    def _partly(self, numbers: Sequence[int], weight: float) -> Array:
        """Return the share of the unit's pairs that each document holds, at most .9: never the whole."""
        result = np.zeros(self._arrays.size)
        for pair in itertools.pairwise(numbers):
            result[self._phrases.rows(pair)] += self._weight(pair)
        return np.asarray(np.minimum(result / (weight or 1.0), 0.9))

    def _weight(self, numbers: Sequence[int]) -> float:
        """Return the information in a token sequence: the idf of its pairs, or of its one token."""
        if len(numbers) == 1:
            return LOOSE * self._ranker.idf(numbers[0], self._unknown_weight)
        return sum(
            self._ranker.idf(a << 32 | b if a > 0 and b > 0 else -1, self._unknown_weight)
            for a, b in itertools.pairwise(numbers)
        )

    def _with_alternatives(self, scores: Array, reading: Reading) -> Array:
        """Return `scores` plus those of the best alternative, lowered by its trust and only where it stands whole."""
        best: Array | None = None
        for alternative in (a for alternatives in reading.alternatives for a in alternatives):
            if self.holds(alternative.tokens).any():
                own = self._whole_scores(alternative.tokens) * alternative.trust
                best = own if best is None else np.maximum(best, own, out=best)
        return scores if best is None else scores + best

    def _score_whole(self, tokens: tuple[str, ...]) -> Array:
        """Return the scores of the tokens where they stand next to each other, 0 elsewhere."""
        return self._ranker.scores(self._ranker.terms(self._numbers.sequence(tokens))) * self.holds(tokens)
