"""Filters as links: the values one can narrow by, with counts, and those in force, each with the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from kb.model.industry import find_industry
from kb.model.regulation import REGULATION_KINDS
from kb.model.search import KIND_NAMES, FacetValue, SearchQuery
from kb.services.validity import NAMES
from kb.store.knowledge import Knowledge
from web.views.labels import FACETS
from web.views.query import SearchState, quoted, status_code

_NAMED: dict[str, dict[str, str]] = {
    "kind": {str(code): name for code, name in KIND_NAMES.items()},
    "regulation_kind": {str(code): name for code, name in REGULATION_KINDS.items()},
    "status": {str(code): name for code, name in NAMES.items()},
    "year": {},
}
"""Fields whose values have names of their own; a year is its own name."""

MOST_VALUES = 60
"""Values of one facet on a page; with thousands of imported documents the page would be nothing but links."""
SHOWN_AT_ONCE = 8
"""Values shown before “更多”; the longest facet has 57 chapters."""


class FacetLink(msgspec.Struct, frozen=True):
    """A value to filter by; following `url` sets it, or removes it where it is already set."""

    name: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet: its title, the values shown at once and the rest; `left_out` counts those beyond MOST_VALUES."""

    field: str
    title: str
    links: tuple[FacetLink, ...]
    more: tuple[FacetLink, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class FilterView:
    """A filter in force and the address without it."""

    title: str
    name: str
    remove_url: str


def facet_views(state: SearchState, query: SearchQuery, facets: Mapping[str, Sequence[FacetValue]]) -> list[FacetView]:
    """Return the facets to show, in their fixed order; one that could not narrow anything is left out."""
    views, here = [], state.url()
    for field, title in FACETS.items():
        values = facets.get(field, ())
        current = _chosen(field, state, query)
        if not values or (len(values) == 1 and not current):
            continue
        without = state.url(**{field: ""}) if current else here
        shown = [value for i, value in enumerate(values) if i < MOST_VALUES or value.code == current]
        links = tuple(_link(without, field, value, value.code == current) for value in shown)
        first = tuple(link for i, link in enumerate(links) if i < SHOWN_AT_ONCE or link.chosen)
        more = tuple(link for link in links[SHOWN_AT_ONCE:] if not link.chosen)
        views.append(FacetView(field, title, first, more, len(values) - len(shown)))
    return views


def _chosen(field: str, state: SearchState, query: SearchQuery) -> str:
    """Return the code by which a field is filtered; the query holds a status only as the editions that have it."""
    return status_code(state.status) if field == "status" else getattr(query, field) or ""


def _link(without: str, field: str, value: FacetValue, chosen: bool) -> FacetLink:
    """Return the link of one value; `without` is the address with the field empty, shared because there are many."""
    sign = "&" if "?" in without else "?"
    url = without if chosen else f"{without}{sign}{field}={quoted(value.code)}"
    return FacetLink(_label(field, value.code, value.name), value.count, url, chosen)


@lru_cache(maxsize=4096)
def _label(field: str, code: str, name: str) -> str:
    """Return a value's name; a chapter says its industry, for several industries have chapters of one name."""
    industry = find_industry(code.rpartition("-")[0]) if field == "chapter" else None
    return f"{industry.name}·{name}" if industry else name


def filter_views(state: SearchState, query: SearchQuery, knowledge: Knowledge) -> list[FilterView]:
    """Return the filters in force by their Chinese names."""
    if not state.filters():
        return []
    views = [
        FilterView(FACETS[field], _name(field, chosen, knowledge), state.url(**{field: ""}))
        for field in FACETS
        if (chosen := _chosen(field, state, query))
    ]
    if query.emergency:
        views.append(FilterView("只看", "有应急处置的", state.url(emergency="")))
    return views


def _name(field: str, code: str, knowledge: Knowledge) -> str:
    if field in _NAMED:
        return _NAMED[field].get(code, code)
    if field == "post":
        return knowledge.post(code).title
    if field == "document":
        return knowledge.regulation(code).title
    names: dict[str, str] = knowledge.accident_types() | {d.id: d.name for d in knowledge.source_documents()}
    for entry in knowledge.all_entries():
        names[entry.industry.code] = entry.industry.name
        names[f"{entry.industry.code}-{entry.chapter.number:02}"] = entry.chapter.title
    return _label(field, code, names.get(code, code))
