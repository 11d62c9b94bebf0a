"""Filters and facets: which documents have which value, counted under every combination of the other filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Facet:
    """One facet: its values in order of first appearance, and every (document row, value number) there is."""

    values: tuple[CodeName, ...]
    rows: Array
    numbers: Array

    def mask(self, codes: Collection[str], size: int) -> Array:
        """Return the documents that have a value with one of these codes or names, as bool[size]."""
        wanted = [number for number, value in enumerate(self.values) if value.code in codes or value.name in codes]
        result = np.zeros(size, np.bool_)
        result[self.rows[np.isin(self.numbers, wanted)]] = True
        return result

    def counts(self, mask: Array) -> Array:
        """Return how many documents of `mask` have each value."""
        return np.bincount(self.numbers[mask[self.rows]], minlength=len(self.values))


class FacetTable:
    """All facets of an index."""

    def __init__(self, facets: Mapping[str, Facet], size: int) -> None:
        self._facets = dict(facets)
        self._size = size

    def masks(self, query: SearchQuery) -> dict[str, Array]:
        """Return one mask for each filter the query sets; an unknown value lets nothing through."""
        chosen = {name: {getattr(query, name)} for name in _CHOSEN if getattr(query, name)}
        if query.emergency:
            chosen["emergency"] = {EMERGENCY.code}
        if query.editions is not None:
            chosen["edition"] = set(query.editions)
        return {name: self._facets[name].mask(codes, self._size) for name, codes in chosen.items()}

    def count(self, matched: Array, masks: Mapping[str, Array]) -> dict[str, tuple[FacetValue, ...]]:
        """Return each facet's values with the number of matched documents that pass the *other* filters."""
        return {name: self._counted(name, all_of(matched, masks, name)) for name in FACETS}

    def _counted(self, name: str, mask: Array) -> tuple[FacetValue, ...]:
        facet = self._facets[name]
        counts = facet.counts(mask)
        order = np.flatnonzero(counts)
        if name == "year":
            order = np.array(sorted(order, key=lambda number: facet.values[number].code, reverse=True), order.dtype)
        elif name not in _KEEP_ORDER:
            order = order[np.argsort(-counts[order], kind="stable")]
        return tuple(
            FacetValue(code=facet.values[n].code, name=facet.values[n].name, count=int(counts[n])) for n in order
        )

    def save(self, folder: Path) -> None:
        """Write the table into `folder`."""
        names = {name: [(v.code, v.name) for v in facet.values] for name, facet in self._facets.items()}
        (folder / "facets.msgpack").write_bytes(msgspec.msgpack.encode(names))
        arrays = {f"{name}_rows": facet.rows for name, facet in self._facets.items()}
        arrays |= {f"{name}_numbers": facet.numbers for name, facet in self._facets.items()}
        for name, array in arrays.items():
            np.save(folder / f"facet_{name}.npy", array)

    @classmethod
    def load(cls, folder: Path, size: int) -> FacetTable:
        """Read the table written by `save`; the arrays are mapped."""
        names = msgspec.msgpack.decode((folder / "facets.msgpack").read_bytes(), type=dict[str, list[CodeName_]])
        return cls({name: _facet(folder, name, values) for name, values in names.items()}, size)


CodeName_ = tuple[str, str]


def _facet(folder: Path, name: str, values: Sequence[CodeName_]) -> Facet:
    rows, numbers = (map_array(folder / f"facet_{name}_{part}.npy") for part in ("rows", "numbers"))
    return Facet(tuple(CodeName(*value) for value in values), rows, numbers)


def all_of(matched: Array, masks: Mapping[str, Array], but: str = "") -> Array:
    """Return `matched` under all `masks`, or under all but one."""
    result = matched
    for name, mask in masks.items():
        if name != but:
            result = result & mask
    return result


def build_facets(documents: Sequence[SearchDocument]) -> FacetTable:
    """Return the table of these documents, rows being their order."""
    return FacetTable({name: _collect(documents, values) for name, values in FILTER_VALUES.items()}, len(documents))


def _collect(documents: Iterable[SearchDocument], values: Callable[[SearchDocument], Sequence[CodeName]]) -> Facet:
    numbers: dict[CodeName, int] = {}
    pairs = [
        (row, numbers.setdefault(value, len(numbers)))
        for row, document in enumerate(documents)
        for value in dict.fromkeys(values(document))
    ]
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return Facet(tuple(numbers), table[:, 0].copy(), table[:, 1].copy())
