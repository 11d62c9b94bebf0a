"""Answers queries from an edition's index: opened by mapping its arrays, in milliseconds; safe to share by threads."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from index.arrays import Array, IndexArrays, TermNumbers
from index.facets import FacetTable, all_of
from index.folding import Folding
from index.highlighting import highlights, make_pattern
from index.matching import Matched, Matcher, Reading
from index.meta import IndexMeta
from index.query import ParsedQuery, parse
from index.ranking import Ranker
from index.records import RecordFile
from index.units import Unit, split_units
from kb.model.search import MAX_PER_PAGE, Hit, SearchPage, SearchQuery, Suggestion

DEEPEST = 1_000_000
"""Pages beyond this are empty; keeps page numbers typed by hand from overflowing."""

_Patterns = tuple[re.Pattern[str] | None, re.Pattern[str] | None]


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
        self._folding = Folding(dict(zip(*tables.meta.traditional, strict=True)))
        self._matcher = Matcher(tables.arrays, TermNumbers(tables.meta.codes), ranker)
        self._vocabulary = frozenset(tables.meta.words)

    @classmethod
    def open(cls, folder: Path) -> WhooshBackend:
        """Open the index in `folder`; nothing is read that a query does not touch."""
        arrays = IndexArrays.load(folder / "arrays")
        meta = msgspec.msgpack.decode((folder / "meta.msgpack").read_bytes(), type=IndexMeta)
        groups, parents = (np.load(folder / "arrays" / f"{name}.npy") for name in ("groups", "parents"))
        facets = FacetTable.load(folder / "arrays", arrays.size)
        tables = _Tables(arrays, RecordFile(folder / "arrays"), facets, groups, meta)
        return cls(tables, Ranker(arrays, parents))

    def search(self, query: SearchQuery) -> SearchPage:
        """Return the page of hits for `query`; never raises for anything a user typed."""
        began = time.perf_counter()
        parsed = parse(query.text, self._folding)
        reading = self._read(parsed)
        matched = self._matched(parsed, reading)
        masks = self._tables.facets.masks(query)
        patterns = _patterns(parsed, reading)
        hits, distinct, total = self._page(query, matched, all_of(matched.found, masks), patterns)
        return SearchPage(
            query=msgspec.structs.replace(query, text=parsed.text, cut=query.cut or parsed.cut),
            total=total,
            distinct=distinct,
            hits=hits,
            facets=self._tables.facets.count(matched.found, masks),
            took_ms=round((time.perf_counter() - began) * 1000, 3),
        )

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return completions of what has been typed so far: by characters, pinyin or initials, best first."""
        raise NotImplementedError

    def _read(self, parsed: ParsedQuery) -> Reading:
        units: list[Unit] = []
        for piece in parsed.pieces:
            units += split_units(piece.tokens, self._vocabulary)
        telling = tuple(unit for unit in units if not unit.empty) or tuple(units)
        return Reading(telling, tuple(() for _ in telling))

    def _matched(self, parsed: ParsedQuery, reading: Reading) -> Matched:
        """Return what matches; without words all documents, but none when what was typed holds no word."""
        if parsed.pieces or parsed.excluded:
            return self._matcher.match(parsed, reading)
        size = self._tables.arrays.size
        found = np.full(size, not parsed.text)
        return Matched(found, np.zeros(size), np.zeros(size, np.bool_))

    def _page(
        self, query: SearchQuery, matched: Matched, passing: Array, patterns: _Patterns
    ) -> tuple[tuple[Hit, ...], int, int]:
        """Return the hits of the page asked for, how many hits there are, and how many documents pass."""
        rows = np.flatnonzero(passing)
        rows = rows[np.argsort(-matched.scores[rows], kind="stable")]
        groups = self._tables.groups[rows]
        leaders = np.sort(np.unique(groups, return_index=True)[1])
        size = min(max(query.per_page, 1), MAX_PER_PAGE)
        begin = min(max(query.page, 1) - 1, DEEPEST) * size
        shown = leaders[begin : begin + size]
        hits = (self._hit(int(rows[at]), np.sort(rows[groups == groups[at]]), matched, patterns) for at in shown)
        return tuple(hits), len(leaders), len(rows)

    def _hit(self, row: int, alike: Array, matched: Matched, patterns: _Patterns) -> Hit:
        """Return the hit of document `row`; `alike` are the rows found that share its text, itself among them."""
        record = self._tables.records[row]
        exact = bool(matched.exact[row])
        return Hit(
            id=record.id,
            kind=record.kind,
            score=round(float(matched.scores[row]), 4),
            highlights=highlights(record.fields, patterns[not exact], self._folding),
            same=tuple(self._tables.records[int(other)].id for other in alike if other != row),
            because=tuple(reason for reason, where in matched.reasons if where[row]),
            exact=exact,
        )


def _patterns(parsed: ParsedQuery, reading: Reading) -> _Patterns:
    """Return what to mark in an exact hit (the pieces as typed) and in any other (units and alternatives too)."""
    typed = [piece.tokens for piece in parsed.pieces]
    units = [unit.tokens for unit in reading.units]
    others = [alternative.tokens for alternatives in reading.alternatives for alternative in alternatives]
    return make_pattern(typed), make_pattern([*typed, *units, *others])
