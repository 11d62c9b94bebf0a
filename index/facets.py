"""Filters and facets: which documents have which value, counted under every combination of the other filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec
import numpy as np

from index.arrays import Array, map_array
from kb.model.base import CodeName
from kb.model.search import KIND_NAMES, FacetValue, SearchDocument, SearchQuery

EMERGENCY = CodeName("yes", "有应急处置")

FILTER_VALUES: dict[str, Callable[[SearchDocument], Sequence[CodeName]]] = {
    "kind": lambda document: (CodeName(document.kind, KIND_NAMES[document.kind]),),
    "industry": lambda document: document.industry,
    "chapter": lambda document: (document.chapter,) if document.chapter else (),
    "accident_type": lambda document: document.accident_types,
    "post": lambda document: document.posts,
    "document": lambda document: document.documents,
    "regulation_kind": lambda document: (document.regulation_kind,) if document.regulation_kind else (),
    "year": lambda document: (CodeName(document.year, document.year),) if document.year else (),
    "edition": lambda document: (CodeName(document.parent, document.parent),) if document.parent else (),
    "emergency": lambda document: (EMERGENCY,) if document.fields.get("emergency") else (),
}
"""How each filter's values are read off a document."""
FACETS = tuple(FILTER_VALUES)
_CHOSEN = tuple(name for name in FACETS if name not in {"emergency", "edition"})
"""Filters whose value is the query's attribute of the same name."""
_KEEP_ORDER = {"industry", "chapter", "emergency"}
"""Facets listed as the manual orders them; years begin with the newest, the others with the most frequent value."""


Values = tuple[tuple[str, tuple[CodeName, ...]], ...]
"""Each facet's name and values in order of first appearance."""


@dataclass(frozen=True)
class Pairs:
    """Every (document row, value) there is, facet after facet; values of all facets are numbered in one go."""

    rows: Array
    """int32[P]."""
    numbers: Array
    """int32[P] into the values of all facets together."""
    begins: Array
    """int64[F + 1]: where each facet's pairs begin."""


class FacetTable:
    """All facets of an index."""

    def __init__(self, values: Values, pairs: Pairs, size: int) -> None:
        self._names = [name for name, _ in values]
        self._values = [value for _, listed in values for value in listed]
        self._begins = [0, *accumulate(len(listed) for _, listed in values)]
        self._facet_of = np.repeat(np.arange(len(values)), [len(listed) for _, listed in values])
        self._by_count = np.repeat([n not in {*_KEEP_ORDER, "year"} for n in self._names], np.diff(self._begins))
        self._rank = np.array([place for name, listed in values for place in _ranks(name, listed)], np.int64)
        self._saved, self._pairs, self._size = values, pairs, size

    def masks(self, query: SearchQuery) -> dict[str, Array]:
        """Return one mask for each filter the query sets; an unknown value lets nothing through."""
        chosen = {name: {getattr(query, name)} for name in _CHOSEN if getattr(query, name)}
        if query.emergency:
            chosen["emergency"] = {EMERGENCY.code}
        if query.editions is not None:
            chosen["edition"] = set(query.editions)
        return {name: self._mask(name, codes) for name, codes in chosen.items()}

    def _mask(self, name: str, codes: Collection[str]) -> Array:
        """Return the documents that have a value of this facet with one of these codes or names, as bool[size]."""
        facet = self._names.index(name)
        values = range(self._begins[facet], self._begins[facet + 1])
        wanted = [n for n in values if self._values[n].code in codes or self._values[n].name in codes]
        own = slice(*self._pairs.begins[facet : facet + 2])
        result = np.zeros(self._size, np.bool_)
        result[self._pairs.rows[own][np.isin(self._pairs.numbers[own], wanted)]] = True
        return result

    def count(self, matched: Array, masks: Mapping[str, Array]) -> dict[str, tuple[FacetValue, ...]]:
        """Return each facet's values with the number of matched documents that pass the *other* filters."""
        counts = self._counts(all_of(matched, masks), 0, len(self._names))
        for name in masks:
            facet = self._names.index(name)
            begin, end = self._begins[facet : facet + 2]
            counts[begin:end] = self._counts(all_of(matched, masks, name), facet, facet + 1)[begin:end]
        held = counts.nonzero()[0]
        facets = self._facet_of[held]
        held = held[np.lexsort((np.where(self._by_count[held], -counts[held], self._rank[held]), facets))]
        found = [
            FacetValue(code=self._values[n].code, name=self._values[n].name, count=count)
            for n, count in zip(held.tolist(), counts[held].tolist(), strict=True)
        ]
        bounds = facets.searchsorted(np.arange(len(self._names) + 1)).tolist()
        return {name: tuple(found[b:e]) for name, (b, e) in zip(self._names, pairwise(bounds), strict=True)}

    def _counts(self, mask: Array, first: int, last: int) -> Array:
        """Return how many documents of `mask` have each value of the facets from `first` up to `last`, 0 for others."""
        own = slice(self._pairs.begins[first], self._pairs.begins[last])
        return np.bincount(self._pairs.numbers[own][mask[self._pairs.rows[own]]], minlength=len(self._values))

    def save(self, folder: Path) -> None:
        """Write the table into `folder`."""
        names = [(name, [(v.code, v.name) for v in listed]) for name, listed in self._saved]
        (folder / "facets.msgpack").write_bytes(msgspec.msgpack.encode(names))
        for name in ("rows", "numbers", "begins"):
            np.save(folder / f"facet_{name}.npy", getattr(self._pairs, name))

    @classmethod
    def load(cls, folder: Path, size: int) -> FacetTable:
        """Read the table written by `save`; the arrays are mapped."""
        packed = (folder / "facets.msgpack").read_bytes()
        saved = msgspec.msgpack.decode(packed, type=list[tuple[str, list[tuple[str, str]]]])
        pairs = Pairs(*(map_array(folder / f"facet_{name}.npy") for name in ("rows", "numbers", "begins")))
        return cls(tuple((name, tuple(CodeName(*value) for value in listed)) for name, listed in saved), pairs, size)


def _ranks(name: str, values: Sequence[CodeName]) -> Sequence[int]:
    """Return where each value stands when the facet is not listed by count."""
    if name != "year":
        return range(len(values))
    newest = sorted(range(len(values)), key=lambda number: values[number].code, reverse=True)
    return [newest.index(number) for number in range(len(values))]


def all_of(matched: Array, masks: Mapping[str, Array], but: str = "") -> Array:
    """Return `matched` under all `masks`, or under all but one."""
    result = matched
    for name, mask in masks.items():
        if name != but:
            result = result & mask
    return result


def build_facets(documents: Sequence[SearchDocument]) -> FacetTable:
    """Return the table of these documents, rows being their order."""
    values: list[tuple[str, tuple[CodeName, ...]]] = []
    tables, before = [], 0
    for name, read in FILTER_VALUES.items():
        numbers: dict[CodeName, int] = {}
        pairs = [
            (row, before + numbers.setdefault(value, len(numbers)))
            for row, document in enumerate(documents)
            for value in dict.fromkeys(read(document))
        ]
        tables.append(np.array(pairs, np.int32).reshape(-1, 2))
        values.append((name, tuple(numbers)))
        before += len(numbers)
    whole = np.concatenate(tables)
    begins = np.cumsum([0, *map(len, tables)])
    return FacetTable(tuple(values), Pairs(whole[:, 0].copy(), whole[:, 1].copy(), begins), len(documents))
