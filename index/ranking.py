"""Ranking from the arrays: which documents hold the query's characters and pairs, and how well."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.arrays import Array, IndexArrays, pair_key

COMMON_SHARE = 0.1
COMMON_FLOOR = 2000
"""A term in more than this share of the documents, and at least this many, is left out while rarer ones remain:
measured to cost no quality, and it is most of the time a long question takes."""
VOTERS = 50
VOTE = 0.2
"""A document that fills a share s of the best fifty hits raises each of its clauses by the factor 1 + .2 s."""


@dataclass(frozen=True)
class QueryTerms:
    """The query's terms that the index holds: places in `keys`, ascending, and how often the query says each."""

    places: Array
    counts: Array


class Ranker:
    """Scores documents by the arrays of one index; `parents` numbers the document each clause belongs to."""

    def __init__(self, arrays: IndexArrays, parents: Array) -> None:
        self._arrays = arrays
        self._keys = np.asarray(arrays.keys)
        self._offsets = np.asarray(arrays.offsets)
        self._parents = parents
        self._idf = lru_cache(maxsize=1 << 16)(self._find_idf)
        self._too_common = max(COMMON_FLOOR, COMMON_SHARE * arrays.size)

    def terms(self, numbers: Sequence[int]) -> QueryTerms:
        """Return the terms of a token sequence as `TermNumbers` numbers it (0 for a gap, negative for unknown)."""
        wanted = [number for number in numbers if number > 0]
        wanted += [pair_key(a, b) for a, b in itertools.pairwise(numbers) if a > 0 and b > 0]
        return self.terms_by_key(wanted)

    def terms_by_key(self, keys_wanted: Sequence[int]) -> QueryTerms:
        """Return the terms with these keys that the index holds."""
        counted = sorted(Counter(keys_wanted).items())
        places, known = self.find(np.array([key for key, _ in counted], np.uint64))
        return QueryTerms(places[known], np.array([count for _, count in counted], np.int64)[known])

    def find(self, keys: Array) -> tuple[Array, Array]:
        """Return where each key is in the index and whether it is there at all."""
        if not len(self._keys):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.bool_)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return places, self._keys[places] == keys

    def idf(self, key: int, unknown: float) -> float:
        """Return the idf of a term, or `unknown` when the index does not hold it."""
        found = self._idf(key)
        return unknown if found is None else found

    def _find_idf(self, key: int) -> float | None:
        place = int(np.searchsorted(self._keys, np.uint64(max(key, 0))))
        held = place < len(self._keys) and int(self._keys[place]) == key
        return float(self._arrays.idf[place]) if held else None

    def scores(self, terms: QueryTerms) -> Array:
        """Return the score of every document, float64[N]; 0 where no term occurs."""
        places, counts = self._worthwhile(terms)
        begins, ends = self._offsets[places].tolist(), self._offsets[places + 1].tolist()
        if not begins:
            return np.zeros(self._arrays.size)
        rows, impacts = self._arrays.rows, self._arrays.impacts
        row = np.concatenate([rows[b:e] for b, e in zip(begins, ends, strict=True)])
        impact = np.concatenate(
            [
                impacts[b:e] if n == 1 else impacts[b:e] * n
                for b, e, n in zip(begins, ends, counts.tolist(), strict=True)
            ]
        )
        return np.bincount(row, weights=impact, minlength=self._arrays.size)

    def _worthwhile(self, terms: QueryTerms) -> tuple[Array, Array]:
        held = self._offsets[terms.places + 1] - self._offsets[terms.places]
        rare = held <= self._too_common
        if rare.all() or not rare.any():
            return terms.places, terms.counts
        return terms.places[rare], terms.counts[rare]

    def top(self, terms: QueryTerms, limit: int) -> tuple[Array, Array]:
        """Return (rows, scores) of the best `limit` documents, best first, after the vote of their parents."""
        scores = self.scores(terms)
        wanted = 2 * max(limit, VOTERS)
        rows = best_rows(scores, wanted, self._bound(terms, scores, wanted))
        voted = self.voted(rows, scores[rows])
        order = np.argsort(-voted, kind="stable")[:limit]
        return rows[order], voted[order]

    def _bound(self, terms: QueryTerms, scores: Array, wanted: int) -> float:
        """Return a score that at least `wanted` documents reach (0 if unknown), from those that hold a rare term.

        The k-th best of some documents is no better than the k-th best of all, so nothing above it is lost.
        """
        held = self._offsets[terms.places + 1] - self._offsets[terms.places]
        enough = np.flatnonzero(held >= 2 * wanted)
        if not len(enough):
            return 0.0
        place = terms.places[enough[np.argmin(held[enough])]]
        values = scores[self._arrays.rows[self._offsets[place] : self._offsets[place + 1]]]
        return float(np.partition(values, len(values) - wanted)[len(values) - wanted])

    def voted_all(self, scores: Array) -> Array:
        """Return the scores of all documents, each raised by its parent's share of the best `VOTERS`."""
        electors = self._parents[best_rows(scores, VOTERS)]
        if not len(electors):
            return scores
        share = np.bincount(electors, minlength=int(self._parents.max()) + 1) / len(electors)
        return np.asarray(scores * (1 + VOTE * share[self._parents]))

    def voted(self, rows: Array, scores: Array) -> Array:
        """Return the scores of `rows` (best first), each raised by its parent's share of the best `VOTERS`."""
        parents = self._parents[rows]
        electors = parents[:VOTERS]
        share = (parents[:, None] == electors[None, :]).sum(axis=1) / max(len(electors), 1)
        return np.asarray(scores * (1 + VOTE * share))


def best_rows(scores: Array, limit: int, bound: float = 0.0) -> Array:
    """Return the rows of the `limit` best positive scores, best first, ties in row order.

    `bound` is a score known to be reached by `limit` rows; it only saves time.
    """
    rows = (scores >= bound if bound > 0 else scores > 0).nonzero()[0]
    if len(rows) > limit:
        values = scores[rows]
        bound = np.partition(values, len(values) - limit)[len(values) - limit]
        rows = rows[values >= bound]
    return np.asarray(rows[(-scores[rows]).argsort(kind="stable")][:limit])
