"""A search answered: the page of hits with facets, filters, pages and what else to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from kb.model.search import MAX_QUERY, SearchPage, SearchQuery
from kb.services.search_status import with_status
from kb.store.knowledge import Knowledge
from web.contexts import SearchResultsPage
from web.state import Edition
from web.views.documents_named import documents_named
from web.views.facets import facet_views, filter_views
from web.views.hits import HitView, hit_view
from web.views.named import Named, named_clauses, search_with
from web.views.nearest import nearest_places, nearest_posts
from web.views.playbook import PlaybookLink, playbook_links
from web.views.query import FILTERS, SearchState, search_query
from web.views.urgent import urgent_playbooks

FEW = 3
"""With fewer hits than this the page also offers what is named alike."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A search as asked and as answered; `named` are the clauses it asks for by number, which stand first."""

    state: SearchState
    query: SearchQuery
    page: SearchPage
    named: Named


def answer(state: SearchState, edition: Edition, day: date, per_page: int) -> Answer:
    """Ask the edition's backend what `state` asks, `per_page` hits a page unless it says how many; what is in force
    is told for `day`.
    """
    query = search_query(state, edition.knowledge, day, per_page)
    named = named_clauses(query, edition.knowledge)
    page = search_with(named.hits, query, edition.backend)
    return Answer(state, query, with_status(page, edition.knowledge, day), named)


def results_page(found: Answer, edition: Edition, day: date) -> SearchResultsPage:
    """Return the context of the page of results, clauses with their state on `day`."""
    state, query, page, knowledge = found.state, found.query, found.page, edition.knowledge
    pages = max(1, ceil(page.distinct / page.query.per_page))
    cleared = state.url(**dict.fromkeys(FILTERS, ""))
    few = bool(query.text) and page.total < FEW
    hits = [hit_view(hit, knowledge, day) for hit in page.hits]
    documents = documents_named(query.text, day, knowledge) if query.text else []
    first = not documents and bool(query.text) and not query.kind and state.page == 1
    return SearchResultsPage(
        title=f"{query.text} · 查找" if query.text else "全部内容",
        section="search",
        q=query.text,
        state=state,
        total=page.total,
        hits=hits,
        urgent=urgent_playbooks(hits, _playbooks(hits, knowledge)) if first else [],
        documents=documents,
        facets=facet_views(state, query, page.facets),
        filters=filter_views(state, query, knowledge),
        cut=MAX_QUERY if query.cut else 0,
        suggestion=page.suggestion,
        suggestion_url=state.url(q=page.suggestion, literal=""),
        corrected=page.corrected,
        literal_url=state.url(literal="1"),
        terms=[(term, state.url(q=term, literal="")) for term in page.nearest],
        previous_url=state.url(page=min(state.page - 1, pages)) if state.page > 1 else "",
        next_url=state.url(page=state.page + 1) if state.page < pages else "",
        pages=pages,
        clear_url=cleared,
        unfiltered=_unfiltered(query, edition) if not page.total and state.filters() else 0,
        near_places=nearest_places(query.text, knowledge) if few else [],
        near_posts=nearest_posts(query.text, knowledge) if few else [],
        notices=found.named.notices,
    )


def _playbooks(hits: Sequence[HitView], knowledge: Knowledge) -> Sequence[PlaybookLink]:
    return playbook_links((hit.facts.id for hit in hits if hit.facts.kind == "playbook"), knowledge)


def _unfiltered(query: SearchQuery, edition: Edition) -> int:
    """Return how many hits the same words have without any filter."""
    plain = SearchQuery(text=query.text, literal=query.literal, per_page=1)
    return edition.backend.search(plain).total
