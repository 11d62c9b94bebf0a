"""Answers queries from an edition's index: opened by mapping its arrays, in milliseconds; safe to share by threads."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec
import numpy as np

from index.answering import Answer, Answerer
from index.arrays import Array, IndexArrays, map_array
from index.facets import FacetTable, all_of
from index.folding import Folding
from index.highlighting import MarkedText, Marker, make_marker
from index.meta import IndexMeta
from index.ranking import Ranker
from index.reasons import reasons
from index.records import RecordFile, StoredRecord
from index.suggesting import Suggester
from kb.model.search import MAX_PER_PAGE, Hit, SearchPage, SearchQuery, Suggestion

DEEPEST = 1_000_000
"""Pages beyond this are empty; keeps page numbers typed by hand from overflowing."""

PREPARED = 4096
"""Documents kept ready for marking, about 10 KB each; the whole knowledge base without imported laws is 2,500."""


@dataclass(frozen=True)
class _Tables:
    """Everything opened of one index folder."""

    arrays: IndexArrays
    records: RecordFile
    facets: FacetTable
    groups: Array
    meta: IndexMeta


class WhooshBackend:
    """The `SearchBackend` of the project. `open` it on a folder that `WhooshIndexBuilder` wrote."""

    def __init__(self, tables: _Tables, ranker: Ranker) -> None:
        self._tables = tables
        traditional = dict(zip(*tables.meta.traditional, strict=True))
        folding = Folding(traditional)
        self._plain = Folding(traditional, plain=True)
        self._prepared = lru_cache(maxsize=PREPARED)(self._prepare)
        self._answerer = Answerer(tables.arrays, ranker, tables.meta, folding)
        self._suggester = Suggester(tables.meta.vocabulary, folding)

    @classmethod
    def open(cls, folder: Path) -> WhooshBackend:
        """Open the index in `folder`; nothing is read that a query does not touch."""
        arrays = IndexArrays.load(folder / "arrays")
        meta = msgspec.msgpack.decode((folder / "meta.msgpack").read_bytes(), type=IndexMeta)
        groups, parents = (map_array(folder / "arrays" / f"{name}.npy") for name in ("groups", "parents"))
        facets = FacetTable.load(folder / "arrays", arrays.size)
        tables = _Tables(arrays, RecordFile(folder / "arrays"), facets, groups, meta)
        return cls(tables, Ranker(arrays, parents))

    @property
    def size(self) -> int:
        """How many documents the index holds."""
        return self._tables.arrays.size

    def search(self, query: SearchQuery) -> SearchPage:
        """Return the page of hits for `query`; never raises for anything a user typed."""
        began = time.perf_counter()
        answer = self._answerer.answer(query.text, literal=query.literal)
        masks = self._tables.facets.masks(query)
        hits, distinct, total = self._page(query, answer, all_of(answer.matched.found, masks))
        parsed = answer.parsed
        return SearchPage(
            query=msgspec.structs.replace(query, text=parsed.text, cut=query.cut or parsed.cut),
            total=total,
            distinct=distinct,
            hits=hits,
            facets=self._tables.facets.count(answer.matched.found, masks),
            suggestion=answer.suggestion,
            corrected=answer.corrected,
            nearest=() if answer.matched.found.any() else self._suggester.near(parsed.text),
            took_ms=round((time.perf_counter() - began) * 1000, 3),
        )

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return completions of what has been typed so far: by characters, pinyin or initials, best first."""
        return self._suggester.suggest(prefix, limit)

    def _page(self, query: SearchQuery, answer: Answer, passing: Array) -> tuple[tuple[Hit, ...], int, int]:
        """Return the hits of the page asked for, how many hits there are, and how many documents pass."""
        rows = passing.nonzero()[0]
        rows = rows[(-answer.matched.scores[rows]).argsort(kind="stable")]
        groups = self._tables.groups[rows]
        leaders, members = self._leaders(groups), np.bincount(groups)
        size = min(max(query.per_page, 1), MAX_PER_PAGE)
        begin = min(max(query.page, 1) - 1, DEEPEST) * size
        markers, hits = _Markers(answer), []
        for at in leaders[begin : begin + size].tolist():
            alike = np.sort(rows[groups == groups[at]]).tolist() if members[groups[at]] > 1 else ()
            hits.append(self._hit(int(rows[at]), alike, answer, markers))
        return tuple(hits), len(leaders), len(rows)

    def _leaders(self, groups: Array) -> Array:
        """Return where each group of a ranking stands first, ascending."""
        places = np.arange(len(groups))
        first = np.empty(self._tables.arrays.size, np.int64)
        first[groups[::-1]] = places[::-1]  # of several the last one written stays
        return np.asarray((first[groups] == places).nonzero()[0])

    def _prepare(self, row: int) -> tuple[StoredRecord, MarkedText]:
        record = self._tables.records[row]
        return record, MarkedText(record.fields, self._plain)

    def _hit(self, row: int, alike: Iterable[int], answer: Answer, markers: _Markers) -> Hit:
        """Return the hit of document `row`; `alike` are the rows found that share its text, it too."""
        record, text = self._prepared(row)
        matched = answer.matched
        exact = bool(matched.exact[row])
        marked = text.highlights(markers.exact if exact else markers.any)
        others = (reason for reason, where in matched.reasons if where[row])
        corrections = (correction.reason for correction in answer.corrections)
        return Hit(
            id=record.id,
            kind=record.kind,
            score=round(float(matched.scores[row]), 4),
            highlights=marked,
            same=tuple(self._tables.records[other].id for other in alike if other != row),
            because=(*corrections, *reasons(exact, marked, others)),
            exact=exact and not answer.corrected,
        )


class _Markers:
    """What to mark in an exact hit (the words as typed) and in `any` other (units and alternatives too)."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    @cached_property
    def exact(self) -> Marker:
        return make_marker(self._typed())

    @cached_property
    def any(self) -> Marker:
        reading = self._answer.reading
        units = [unit.tokens for unit in reading.units]
        others = [alternative.tokens for alternatives in reading.alternatives for alternative in alternatives]
        return make_marker([*self._typed(), *units, *others])

    def _typed(self) -> Sequence[Sequence[str]]:
        answer = self._answer
        if answer.corrected:
            return [unit.tokens for unit in answer.reading.units]
        return [piece.tokens for piece in answer.parsed.pieces]
