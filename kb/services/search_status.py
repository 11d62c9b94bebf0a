"""Whether the clauses of a search apply: worked out edition by edition for a day, never kept with the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from kb.model.search import FacetValue, SearchPage
from kb.services.validity import NAMES, Code, edition_on
from kb.store.knowledge import Knowledge

EDITION_FACET = "edition"
"""The index's facet by edition, of which the facet by status is made."""


def edition_codes(knowledge: Knowledge, day: date) -> Mapping[str, Code]:
    """Return what applies on `day` of every edition, by `document@edition`; kept for the days last asked for."""
    return knowledge.once("edition codes", lambda: lru_cache(maxsize=8)(lambda d: _codes(knowledge, d)))(day)


def _codes(knowledge: Knowledge, day: date) -> Mapping[str, Code]:
    return {
        f"{regulation.id}@{edition.id}": edition_on(regulation, edition.id, day).code
        for regulation in knowledge.regulations()
        for edition in regulation.editions
    }


def editions_with(status: Code, knowledge: Knowledge, day: date) -> tuple[str, ...]:
    """Return the editions whose state on `day` is `status`."""
    return tuple(edition for edition, code in edition_codes(knowledge, day).items() if code == status)


def with_status(page: SearchPage, knowledge: Knowledge, day: date) -> SearchPage:
    """Return `page` with its facet by edition turned into one by status on `day`."""
    facets = {name: values for name, values in page.facets.items() if name != EDITION_FACET}
    facets["status"] = _by_status(page.facets.get(EDITION_FACET, ()), edition_codes(knowledge, day))
    return msgspec.structs.replace(page, facets=facets)


def _by_status(editions: Iterable[FacetValue], codes: Mapping[str, Code]) -> tuple[FacetValue, ...]:
    counts: Counter[Code] = Counter()
    for value in editions:
        counts[codes.get(value.code, "unknown")] += value.count
    return tuple(FacetValue(code=code, name=NAMES[code], count=counts[code]) for code in NAMES if counts[code])
