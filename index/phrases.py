"""Phrases: in which documents tokens stand next to each other, found from the occurrences of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.arrays import FIELD_COUNT, Array, IndexArrays, pair_key
from index.fields import FIELD_INDEX

_NAMES = [FIELD_INDEX[name] for name in ("title", "location", "also_called")]
_NAMING = np.isin(np.arange(FIELD_COUNT), _NAMES)
FEW_PLACES = 64
_NONE: Array = np.zeros(0, np.int64)


class PhraseFinder:
    """Finds token sequences, given as numbers with 0 for a gap, in the arrays of one index."""

    def __init__(self, arrays: IndexArrays) -> None:
        self._arrays = arrays
        self._keys = np.asarray(arrays.keys)
        self._find = lru_cache(maxsize=1 << 16)(self._look_up)

    def rows(self, numbers: Sequence[int]) -> Array:
        """Return the rows of the documents that hold the sequence, ascending; a gap matches one gap."""
        if not numbers or min(numbers) < 0:
            return _NONE
        if len(numbers) == 1:
            return self._posting(numbers[0])
        if len(numbers) == 2 and 0 not in numbers:
            return self._posting(pair_key(numbers[0], numbers[1]))
        return distinct(self._segments(self._places(numbers)) // FIELD_COUNT)

    def count(self, numbers: Sequence[int]) -> int:
        """Return in how many documents the sequence stands; one or two tokens are only looked up."""
        if len(numbers) > 2 or not numbers or min(numbers) <= 0:
            return len(self.rows(numbers))
        place = self._find(numbers[0] if len(numbers) == 1 else pair_key(numbers[0], numbers[1]))
        return int(self._arrays.offsets[place + 1] - self._arrays.offsets[place]) if place >= 0 else 0

    def named(self, numbers: Sequence[int]) -> Array:
        """Return the rows of the documents that have the sequence as a whole name: title, place or alias."""
        if not numbers or min(numbers) < 0:
            return _NONE
        if len(numbers) == 1:
            return self._named_by_one(numbers[0])
        places = self._places([0, *numbers, 0])
        segments = self._segments(places + 1)
        return distinct(segments[_NAMING[segments % FIELD_COUNT]] // FIELD_COUNT)

    def _named_by_one(self, number: int) -> Array:
        """Return the rows whose title, place or first alias is this one token, looking only at those that hold it."""
        starts = self._arrays.starts
        segments = (self._posting(number)[:, None] * FIELD_COUNT + np.array(_NAMES)[None, :]).ravel()
        segments = segments[starts[segments + 1] - starts[segments] >= 2]
        begins, stream = starts[segments], self._arrays.stream
        whole = (stream[begins] == number) & (stream[begins + 1] == 0)
        return np.unique(segments[whole] // FIELD_COUNT)

    def _segments(self, places: Array) -> Array:
        """Return for each place in the stream its document row · F + field."""
        return np.searchsorted(self._arrays.starts, places, side="right") - 1

    def _places(self, numbers: Sequence[int]) -> Array:
        """Return where the sequence begins in the stream: start from its rarest pair, check the rest token by token.

        Gaps come first: most stretches are no whole name, and then nothing is left to check. Few places are compared
        whole, in one step.
        """
        pairs = [i for i in range(len(numbers) - 1) if numbers[i] and numbers[i + 1]]
        if not pairs:
            return self._scan(numbers)
        found = [(self._occurrences(pair_key(numbers[i], numbers[i + 1])), i) for i in pairs]
        occurrences, offset = min(found, key=lambda item: len(item[0]))
        stream = self._arrays.stream
        places = occurrences.astype(np.int64) - offset
        places = places[(places >= 0) & (places + len(numbers) <= len(stream))]
        for i in sorted(range(len(numbers)), key=numbers.__getitem__):
            if len(places) <= FEW_PLACES:
                break
            if i not in (offset, offset + 1):
                places = places[stream[places + i] == numbers[i]]
        if len(places) and len(numbers) > 2:
            places = places[(stream[places[:, None] + np.arange(len(numbers))] == np.array(numbers)).all(axis=1)]
        return places

    def _scan(self, numbers: Sequence[int]) -> Array:
        """Return where a sequence without neighbouring tokens (炉、窑) begins: compared along the whole stream."""
        stream = np.asarray(self._arrays.stream)
        last = len(stream) - len(numbers) + 1
        places = np.flatnonzero(stream[: max(last, 0)] == numbers[0])
        for i, number in enumerate(numbers[1:], start=1):
            places = places[stream[places + i] == number]
        return places

    def _look_up(self, key: int) -> int:
        """Return where `key` is in the keys, -1 for nowhere."""
        place = int(np.searchsorted(self._keys, np.uint64(key)))
        return place if place < len(self._keys) and int(self._keys[place]) == key else -1

    def _posting(self, key: int) -> Array:
        place = self._find(key)
        if place < 0:
            return _NONE
        return np.asarray(self._arrays.rows[self._arrays.offsets[place] : self._arrays.offsets[place + 1]])

    def _occurrences(self, key: int) -> Array:
        place = self._find(key)
        if place < 0:
            return _NONE
        return np.asarray(self._arrays.pairs[self._arrays.pair_offsets[place] : self._arrays.pair_offsets[place + 1]])


def distinct(ascending: Array) -> Array:
    """Return the values of an ascending array, each once (np.unique would sort them again)."""
    if not len(ascending):
        return ascending
    new = np.empty(len(ascending), np.bool_)
    new[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return ascending[new]
