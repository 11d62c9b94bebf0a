"""The compiled index: flat arrays written once at build and memory-mapped at open, shared by every worker process.

A term is a number: a single character its code point, any other token its place in `codes` above `CODE_BASE`; a pair
of neighbours is `first << 32 | second`. Postings give document rows and finished BM25F impacts; occurrences give where
a pair stands in `stream`, the tokens of all documents one after another, which is how phrases are found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.fields import FIELDS
from index.tokens import GAP

FIELD_COUNT = len(FIELDS)
CODE_BASE = 1 << 21
"""Where the numbers of tokens begin that are not one character: above the last code point."""

Array = NDArray[Any]


@dataclass(frozen=True)
class IndexArrays:
    """See the module; P postings, T terms, S tokens with gaps, B pairs, N documents."""

    keys: Array
    """uint64[T], ascending: single tokens first, then pairs."""
    idf: Array
    """float32[T]."""
    offsets: Array
    """int64[T + 1] into `rows` and `impacts`."""
    rows: Array
    """int32[P]."""
    impacts: Array
    """float32[P]."""
    pair_offsets: Array
    """int64[T + 1] into `pairs`; single tokens have none."""
    pairs: Array
    """int32[B]: places of pairs in `stream`, ascending for each pair."""
    stream: Array
    """uint32[S]: tokens of all documents; 0 is a gap."""
    starts: Array
    """int64[N · F + 1]: where each field of each document begins in `stream`, F being the number of fields."""

    def save(self, folder: Path) -> None:
        """Write each array as one .npy file."""
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name))

    @classmethod
    def load(cls, folder: Path) -> IndexArrays:
        """Map the arrays of `folder`; pages are read when first touched."""
        return cls(**{field.name: map_array(folder / f"{field.name}.npy") for field in fields(cls)})

    @property
    def size(self) -> int:
        """How many documents there are."""
        return (len(self.starts) - 1) // FIELD_COUNT


def map_array(path: Path) -> Array:
    """Map a .npy file; a plain view, for a slice of `numpy.memmap` itself costs three times as much."""
    return np.asarray(np.load(path, mmap_mode="r"))


class TermNumbers:
    """Turns tokens into numbers; a token the index does not hold is -1."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._listed = list(codes)
        self._codes = {code: CODE_BASE + number for number, code in enumerate(codes)}

    def number(self, token: str) -> int:
        """Return the number of `token`, whether or not a character occurs."""
        return ord(token) if len(token) == 1 else self._codes.get(token, -1)

    def sequence(self, tokens: Sequence[str]) -> list[int]:
        """Return the numbers of `tokens`, 0 for a gap."""
        return [0 if token == GAP else self.number(token) for token in tokens]

    def beginning_with(self, prefix: str, limit: int = 50) -> list[int]:
        """Return the numbers of the tokens of letters and figures that begin with `prefix`, at most `limit`."""
        place = bisect_left(self._listed, prefix)
        following = self._listed[place : place + limit]
        return [CODE_BASE + place + i for i, code in enumerate(following) if code.startswith(prefix)]


def pair_key(first: int, second: int) -> int:
    """Return the key of two neighbouring tokens."""
    return first << 32 | second
