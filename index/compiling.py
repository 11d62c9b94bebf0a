"""From the finished Whoosh index to arrays: its postings are read once, and everything ranking needs is worked out.

The score is BM25 over weighted fields (one length and one saturation for all fields together); idf is the usual
`log(1 + (N - df + .5) / (df + .5))`, for Whoosh's own costs half a point of recall (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
class _Tokens:
    """Every token of the index: document row, field number, position in the field, number."""

    row: Array
    field: Array
    position: Array
    number: Array


def term_codes(reader: IndexReader) -> list[str]:
    """Return the tokens of more than one character, in order: their places are their numbers."""
    codes = {
        term.decode()
        for field in FIELDS
        for term in reader.lexicon(field.name)
        if len(term.decode()) > 1
    }  # fmt: skip
    return sorted(codes)


def compile_arrays(reader: IndexReader, priors: Array, codes: Sequence[str], model: RankingModel) -> IndexArrays:
    """Return the arrays of a reader of one segment; `priors` (float32[N]) multiply every impact of their document."""
    tokens = _read_tokens(reader, codes)
    stream, weights, starts = _lay_out(tokens, len(priors))
    singles = np.flatnonzero(stream)
    following = np.append(stream[1:], 0).astype(np.uint64)
    twos = np.flatnonzero((stream > 0) & (following > 0))
    key = np.concatenate([stream[singles].astype(np.uint64), stream[twos].astype(np.uint64) << 32 | following[twos]])
    place = np.concatenate([singles, twos])
    order = np.lexsort((place, key))
    key, place = key[order], place[order]
    row = (np.searchsorted(starts, place, side="right") - 1) // FIELD_COUNT
    norm = _length_norm(weights, starts[::FIELD_COUNT], model)
    keys, idf, offsets, rows, impacts = _impacts(key, row, weights[place], norm, model)
    impacts *= priors[rows]
    return IndexArrays(
        keys=keys,
        idf=idf,
        offsets=offsets,
        rows=rows,
        impacts=impacts,
        pair_offsets=np.maximum(np.append(np.searchsorted(key, keys), len(key)) - len(singles), 0),
        pairs=place[len(singles) :].astype(np.int32),
        stream=stream,
        starts=starts,
    )


def _read_tokens(reader: IndexReader, codes: Sequence[str]) -> _Tokens:
    """Read every posting of every searchable field with its positions."""
    numbers = {code: CODE_BASE + number for number, code in enumerate(codes)}
    columns: list[list[Array]] = [[], [], [], []]
    for field_number, field in enumerate(FIELDS):
        for term in reader.lexicon(field.name):
            text = term.decode()
            number = ord(text) if len(text) == 1 else numbers[text]
            rows, positions = _postings(reader, field.name, term)
            for column, values in zip(columns, (rows, field_number, positions, number), strict=True):
                column.append(values if isinstance(values, np.ndarray) else np.full(len(rows), values, np.int64))
    empty = np.zeros(0, np.int64)
    return _Tokens(*(np.concatenate([empty, *column]) for column in columns))


def _postings(reader: IndexReader, field: str, term: bytes) -> tuple[Array, Array]:
    """Return (rows, positions) of one term, a pair for each occurrence."""
    rows: list[int] = []
    positions: list[int] = []
    for row, places in _places(reader, field, term):
        rows.extend([row] * len(places))
        positions.extend(places)
    return np.array(rows, np.int64), np.array(positions, np.int64)


def _places(reader: IndexReader, field: str, term: bytes) -> Iterator[tuple[int, list[int]]]:
    matcher = reader.postings(field, term)
    while matcher.is_active():
        yield matcher.id(), matcher.value_as("positions")
        matcher.next()


def _lay_out(tokens: _Tokens, size: int) -> tuple[Array, Array, Array]:
    """Return (stream, field weight of each place, starts of fields): a gap before the first and after each."""
    segment = tokens.row * FIELD_COUNT + tokens.field
    length = np.zeros(size * FIELD_COUNT, np.int64)
    np.maximum.at(length, segment, tokens.position + 2)
    base = 1 + np.concatenate([[0], np.cumsum(length)])
    place = base[segment] + tokens.position
    stream = np.zeros(base[-1], np.uint32)
    stream[place] = tokens.number
    weights = np.zeros(base[-1], np.float32)
    weights[place] = np.array([field.weight for field in FIELDS], np.float32)[tokens.field]
    return stream, weights, base


def _length_norm(weights: Array, starts: Array, model: RankingModel) -> Array:
    """Return k1 · (1 - b + b · length / average length) for each document, lengths weighted by field."""
    running = np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)])
    length = running[starts[1:]] - running[starts[:-1]]
    average = length.mean() if len(length) and length.any() else 1.0
    return np.asarray(model.k1 * (1 - model.b + model.b * length / average))


def _impacts(
    key: Array, row: Array, weight: Array, norm: Array, model: RankingModel
) -> tuple[Array, Array, Array, Array, Array]:
    """Return (keys, idf, offsets, rows, impacts) from occurrences sorted by key and place."""
    if not len(key):
        none = np.zeros(0, np.float32)
        return np.zeros(0, np.uint64), none, np.zeros(1, np.int64), np.zeros(0, np.int32), none
    first = np.flatnonzero(np.concatenate([[True], (key[1:] != key[:-1]) | (row[1:] != row[:-1])]))
    rows, frequency = row[first], np.add.reduceat(weight, first)
    posting_key = key[first]
    begin = np.flatnonzero(np.concatenate([[True], posting_key[1:] != posting_key[:-1]]))
    offsets = np.append(begin, len(rows))
    held = np.diff(offsets)
    idf = np.log(1 + (len(norm) - held + 0.5) / (held + 0.5))
    keys = posting_key[begin]
    scale = np.where(keys < 1 << 32, idf * model.single, idf)
    impacts = np.repeat(scale, held) * (frequency * (model.k1 + 1) / (frequency + norm[rows]))
    return keys, idf.astype(np.float32), offsets, rows.astype(np.int32), impacts.astype(np.float32)
