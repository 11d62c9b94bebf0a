"""From the finished Whoosh index to arrays: its postings are read once, and everything ranking needs is worked out.

The score is BM25 over weighted fields (one length and one saturation for all fields together); idf is the usual
`log(1 + (N - df + .5) / (df + .5))`, for Whoosh's own costs half a point of recall (docs/decisions).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from whoosh.reading import IndexReader

from index.arrays import CODE_BASE, FIELD_COUNT, Array, IndexArrays
from index.fields import FIELDS


@dataclass(frozen=True)
class RankingModel:
    """BM25's two constants and how much single characters count beside pairs of neighbours."""

    k1: float = 1.2
    b: float = 0.75
    single: float = 1.0


@dataclass(frozen=True)
class Tokens:
    """Some tokens of one field: document row and position in the field, term after term, 8 bytes each.

    `numbers` are the terms', `counts` how often each occurs.
    """

    field: int
    row: Array
    position: Array
    numbers: Array
    counts: Array


BUCKET = 1 << 21
"""About so many tokens are read or sorted at once: that, not the number of documents, decides what is needed beyond
the arrays themselves (three times as many articles took 6.4 GB when all were sorted in one go)."""
_WEIGHTS = np.array([*(field.weight for field in FIELDS), 0], np.float32)
_GAP_FIELD = FIELD_COUNT
"""Stands for the gaps of the stream, which weigh nothing."""


def term_codes(reader: IndexReader) -> list[str]:
    """Return the tokens of more than one character, in order: their places are their numbers."""
    codes = {
        term.decode()
        for field in FIELDS
        for term in reader.lexicon(field.name)
        if len(term.decode()) > 1
    }  # fmt: skip
    return sorted(codes)


def compile_arrays(tokens: list[Tokens], priors: Array, model: RankingModel) -> IndexArrays:
    """Return the arrays of what `read_tokens` read; `priors` (float32[N]) multiply every impact of their document.

    `tokens` is emptied on the way: they are not needed beside what is made of them.
    """
    norm = _length_norm(tokens, len(priors), model)
    stream, fields, starts = _lay_out(tokens, len(priors))
    tokens.clear()
    postings = _Postings(norm, priors, model)
    pairs: list[Array] = []
    for key, place in _singles(stream):
        postings.add(key, _rows(place, starts), _WEIGHTS[fields[place]])
    singles = postings.terms
    for key, place in _twos(stream):
        postings.add(key, _rows(place, starts), _WEIGHTS[fields[place]])
        pairs.append(place.astype(np.int32))
    occurrences = postings.occurrences()
    occurrences[:singles] = 0
    return IndexArrays(
        **postings.columns(),
        pair_offsets=_ends(occurrences),
        pairs=_joined(pairs, np.int32),
        stream=stream,
        starts=starts,
    )


def read_tokens(reader: IndexReader, codes: Sequence[str]) -> list[Tokens]:
    """Return every posting of every searchable field of a reader of one segment, with its positions."""
    numbers = {code: CODE_BASE + number for number, code in enumerate(codes)}
    return [
        tokens for number, field in enumerate(FIELDS) for tokens in _field_tokens(reader, (number, field.name), numbers)
    ]


def _field_tokens(reader: IndexReader, field: tuple[int, str], numbers: Mapping[str, int]) -> Iterator[Tokens]:
    """Yield the postings of one field, about `BUCKET` tokens at a time."""
    held: list[tuple[int, Array, Array]] = []
    count = 0
    for term in reader.lexicon(field[1]):
        text = term.decode()
        rows, positions = _postings(reader, field[1], term)
        held.append((ord(text) if len(text) == 1 else numbers[text], rows, positions))
        count += len(rows)
        if count >= BUCKET:
            yield _gathered(field[0], held)
            held, count = [], 0
    if held:
        yield _gathered(field[0], held)


def _gathered(field: int, held: Sequence[tuple[int, Array, Array]]) -> Tokens:
    numbers, rows, positions = zip(*held, strict=True)
    counts = np.array([len(some) for some in rows])
    return Tokens(field, np.concatenate(rows), np.concatenate(positions), np.array(numbers, np.uint32), counts)


def _postings(reader: IndexReader, field: str, term: bytes) -> tuple[Array, Array]:
    """Return (rows, positions) of one term, a pair for each occurrence."""
    rows: list[int] = []
    positions: list[int] = []
    for row, places in _places(reader, field, term):
        rows.extend([row] * len(places))
        positions.extend(places)
    return np.array(rows, np.int32), np.array(positions, np.int32)


def _places(reader: IndexReader, field: str, term: bytes) -> Iterator[tuple[int, list[int]]]:
    matcher = reader.postings(field, term)
    while matcher.is_active():
        yield matcher.id(), matcher.value_as("positions")
        matcher.next()


def _length_norm(tokens: Sequence[Tokens], size: int, model: RankingModel) -> Array:
    """Return k1 · (1 - b + b · length / average length) for each document, lengths weighted by field."""
    length = np.zeros(size)
    for some in tokens:
        length += _WEIGHTS[some.field] * np.bincount(some.row, minlength=size)
    average = length.mean() if length.any() else 1.0
    return np.asarray(model.k1 * (1 - model.b + model.b * length / average))


def _lay_out(tokens: Sequence[Tokens], size: int) -> tuple[Array, Array, Array]:
    """Return (stream, field of each place, starts of fields): a gap before the first and after each."""
    length = np.zeros(size * FIELD_COUNT, np.int64)
    for some in tokens:
        np.maximum.at(length, _segments(some), some.position.astype(np.int64) + 2)
    base = 1 + np.concatenate([[0], np.cumsum(length)])
    stream = np.zeros(base[-1], np.uint32)
    fields = np.full(base[-1], _GAP_FIELD, np.uint8)
    for some in tokens:
        place = base[_segments(some)] + some.position
        stream[place] = np.repeat(some.numbers, some.counts)
        fields[place] = some.field
    return stream, fields, base


def _segments(tokens: Tokens) -> Array:
    return tokens.row.astype(np.int64) * FIELD_COUNT + tokens.field


def _rows(places: Array, starts: Array) -> Array:
    """Return the document row of each place in the stream."""
    return (np.searchsorted(starts, places, side="right") - 1) // FIELD_COUNT


def _ranges(stream: Array) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of token numbers, ascending, each holding about `BUCKET` tokens of the stream."""
    counts = np.bincount(stream)
    if len(counts) < 2:
        return
    counts[0] = 0
    bucket = np.cumsum(counts) // BUCKET
    edges = [1, *(np.flatnonzero(np.diff(bucket)) + 1).tolist(), len(counts)]
    yield from itertools.pairwise(dict.fromkeys(edges))


def _singles(stream: Array) -> Iterator[tuple[Array, Array]]:
    """Yield (keys, places) of single tokens, keys ascending and places ascending for each."""
    for low, high in _ranges(stream):
        place = np.flatnonzero((stream >= low) & (stream < high))
        yield _sorted(stream[place].astype(np.uint64), place)


def _twos(stream: Array) -> Iterator[tuple[Array, Array]]:
    """Yield (keys, places) of pairs of neighbours, keys ascending and places ascending for each."""
    for low, high in _ranges(stream):
        place = np.flatnonzero((stream[:-1] >= low) & (stream[:-1] < high) & (stream[1:] > 0))
        yield _sorted(stream[place].astype(np.uint64) << 32 | stream[place + 1], place)


def _sorted(key: Array, place: Array) -> tuple[Array, Array]:
    order = np.argsort(key, kind="stable")
    return key[order], place[order]


class _Postings:
    """Collects the postings of keys that come in ascending order, all occurrences of a key in one call.

    `norm` is the length norm of each document, `priors` what its impacts are multiplied by.
    """

    def __init__(self, norm: Array, priors: Array, model: RankingModel) -> None:
        self._norm, self._priors, self._model = norm, priors, model
        self._lists: dict[str, list[Array]] = {"keys": [], "idf": [], "held": [], "rows": [], "impacts": []}
        self._occurring: list[Array] = []

    @property
    def terms(self) -> int:
        """How many keys there are so far."""
        return sum(map(len, self._lists["keys"]))

    def add(self, key: Array, row: Array, weight: Array) -> None:
        """Take occurrences sorted by key and place, with their document's row and their field's weight."""
        if not len(key):
            return
        first = np.flatnonzero(np.concatenate([[True], (key[1:] != key[:-1]) | (row[1:] != row[:-1])]))
        rows, frequency, posting_key = row[first], np.add.reduceat(weight, first), key[first]
        begin = np.flatnonzero(np.concatenate([[True], posting_key[1:] != posting_key[:-1]]))
        keys, held = posting_key[begin], np.diff(np.append(begin, len(rows)))
        size, k1 = len(self._norm), self._model.k1
        idf = np.log(1 + (size - held + 0.5) / (held + 0.5))
        scale = np.where(keys < 1 << 32, idf * self._model.single, idf)
        impacts = np.repeat(scale, held) * (frequency * (k1 + 1) / (frequency + self._norm[rows])) * self._priors[rows]
        columns = (keys, idf.astype(np.float32), held, rows.astype(np.int32), impacts.astype(np.float32))
        for collected, column in zip(self._lists.values(), columns, strict=True):
            collected.append(column)
        self._occurring.append(np.diff(np.append(first[begin], len(key))))

    def occurrences(self) -> Array:
        """Return how often each key occurs, int64[T]."""
        return _joined(self._occurring, np.int64)

    def columns(self) -> dict[str, Array]:
        """Return keys, idf, offsets, rows and impacts; what was collected is let go column by column."""
        types: dict[str, type[np.generic]] = {
            "keys": np.uint64,
            "idf": np.float32,
            "held": np.int64,
            "rows": np.int32,
            "impacts": np.float32,
        }
        result = {name: _joined(self._lists.pop(name), kind) for name, kind in types.items()}
        return {"offsets": _ends(result.pop("held")), **result}


def _ends(counts: Array) -> Array:
    """Return where each of `counts` many things begins, and the end of the last."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _joined(arrays: Sequence[Array], kind: type[np.generic]) -> Array:
    return np.concatenate([np.zeros(0, kind), *arrays], dtype=kind)
