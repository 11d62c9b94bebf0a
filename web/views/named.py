"""Clauses a search asks for by number (安法28条, 令91 第二十条): they stand before everything the words find."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from kb.model.clause import clause_id, split_clause_id
from kb.model.search import Hit, SearchBackend, SearchPage, SearchQuery
from kb.services.clauses import Target, clauses_of
from kb.services.search_documents import short_title
from kb.services.validity import CERTAINTY
from kb.store.knowledge import Knowledge
from web.views.clause import edition_name, exists, missing
from web.views.sources import regulation_url

_ABOVE = 1.0
"""How much higher than the best hit a named clause scores."""


@dataclass(frozen=True, slots=True)
class Named:
    """The named clauses as hits, and for those that are not there a sentence with the document's address."""

    hits: tuple[Hit, ...] = ()
    notices: tuple[tuple[str, str], ...] = ()


def named_clauses(query: SearchQuery, knowledge: Knowledge) -> Named:
    """Return the clauses `query` names, none where its filters ask for something else."""
    others = (query.industry, query.chapter, query.accident_type, query.post, query.emergency)
    if not query.text or query.kind not in (None, "clause") or any(others):
        return Named()
    hits: dict[str, Hit] = {}
    notices = []
    for target in clauses_of(knowledge).targets(query.text):
        if query.document not in ("", target.document):
            continue
        found = _hits(target, knowledge)
        hits.update((hit.id, hit) for hit in found if hit.id not in hits and _passes(hit.id, query, knowledge))
        if not found:
            regulation = knowledge.regulation(target.document)
            text = missing(regulation, target.edition, target.clause, knowledge)
            notices.append((text, regulation_url(target.document)))
    return Named(tuple(hits.values()), tuple(notices))


def _passes(identifier: str, query: SearchQuery, knowledge: Knowledge) -> bool:
    """Whether a clause passes the filters that ask for its document's kind, its edition's year and state."""
    document, edition, _ = split_clause_id(identifier)
    return (
        query.regulation_kind in ("", knowledge.regulation(document).kind)
        and query.year in ("", edition[:4])
        and (query.editions is None or f"{document}@{edition}" in query.editions)
    )


def _hits(target: Target, knowledge: Knowledge) -> list[Hit]:
    """Return the clause named; for an old number today's articles first."""
    named = exists(target, knowledge)
    if named is None:
        return []
    regulation = named.regulation
    asked = f"{short_title(regulation)} {target.label}"
    if not target.moved:
        return [_hit(named.id, f"条号：{asked}")]
    old = f"{edition_name(regulation, target.edition)}{target.label}"
    why = f"旧条号：{old}，现在是这一条（{CERTAINTY[target.moved.how]}）"
    today = [_hit(clause_id(target.document, target.today, number), why) for number in target.moved.new]
    return [*today, _hit(named.id, f"条号：{old}")]


def _hit(identifier: str, because: str) -> Hit:
    return Hit(id=identifier, kind="clause", score=0.0, because=(because,), exact=True)


def search_with(first: tuple[Hit, ...], query: SearchQuery, backend: SearchBackend) -> SearchPage:
    """Return the page of `query` with the hits `first` at the head of its first page.

    Pages stay as long as asked: each takes so many fewer of the words' own hits, and a named clause comes once.
    """
    if not first:
        return backend.search(query)
    room = query.per_page - len(first)
    if room < 1:
        return _first_page(first[: query.per_page], backend.search(query))
    page = backend.search(msgspec.structs.replace(query, per_page=room))
    named = {hit.id for hit in first}
    others = tuple(hit for hit in page.hits if hit.id not in named)
    if query.page > 1:
        return msgspec.structs.replace(page, hits=others)
    return _first_page((*_scored(first, others), *others), page)


def _first_page(hits: tuple[Hit, ...], page: SearchPage) -> SearchPage:
    """Return the page with these hits; a number that was understood needs no correction."""
    least = len(hits)
    return msgspec.structs.replace(
        page,
        hits=hits,
        total=max(page.total, least),
        distinct=max(page.distinct, least),
        suggestion="",
        corrected=False,
    )


def _scored(first: tuple[Hit, ...], others: tuple[Hit, ...]) -> tuple[Hit, ...]:
    best = max((hit.score for hit in others), default=0.0)
    return tuple(msgspec.structs.replace(hit, score=best + _ABOVE) for hit in first)
