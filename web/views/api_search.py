"""A search answered as JSON: the same hits as the page, each hazard with its whole measures."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec

from kb.model.base import CodeName
from kb.model.document_entry import DocumentEntry, of_document
from kb.model.search import Hit
from kb.store.knowledge import Knowledge
from web import api_models as out
from web.views.api import basis_out, document_out, emergency_out, marked_lines, row_basis_out
from web.views.hits import hit_view
from web.views.search import Answer


def search_out(found: Answer, day: date, knowledge: Knowledge) -> out.SearchOut:
    """Return the answer to a search."""
    page, query = found.page, found.query
    return out.SearchOut(
        total=page.total,
        distinct=page.distinct,
        took_ms=round(page.took_ms, 3),
        suggestion=page.suggestion,
        corrected=page.corrected,
        nearest=list(page.nearest),
        cut=query.cut,
        page=query.page,
        per_page=query.per_page,
        hits=[_hit(hit, day, knowledge) for hit in page.hits],
        facets={
            name: [out.FacetOut(value.code, value.name, value.count) for value in values]
            for name, values in page.facets.items()
        },
    )


def _hit(hit: Hit, day: date, knowledge: Knowledge) -> out.HitOut:
    if of_document(hit.id):
        return _document_row(hit, knowledge.document_entry(hit.id), day, knowledge)
    if hit.kind == "hazard":
        known = knowledge.once("plain API hits", lambda: lru_cache(maxsize=4096)(lambda i, d: _hazard(i, d, knowledge)))
        same = [i for i in hit.same if i != hit.id]
        marks = _highlights(hit)
        return msgspec.structs.replace(
            known(hit.id, day), score=hit.score, highlights=marks, because=list(hit.because), same=same
        )
    view = hit_view(hit, knowledge, day)
    emergency = knowledge.post(hit.id).playbooks if hit.kind == "post" else ()
    ids = (hit.id,) if hit.kind == "playbook" else emergency
    return out.HitOut(
        id=hit.id,
        kind=hit.kind,
        title="".join(run.text for run in view.title),
        url=view.facts.url,
        score=hit.score,
        highlights=_highlights(hit),
        because=list(hit.because),
        emergency_response=emergency_out(ids, knowledge),
    )


def _hazard(entry_id: str, day: date, knowledge: Knowledge) -> out.HitOut:
    """Return what every hit of an entry says on `day`, whatever was asked: worked out once an edition."""
    entry = knowledge.entry(entry_id)
    return out.HitOut(
        id=entry.id,
        kind="hazard",
        title=entry.location,
        url=f"/entries/{entry.id}",
        score=0.0,
        highlights=[],
        industry=entry.industry.name,
        industry_code=entry.industry.code,
        location=entry.location,
        hazard="\n".join(entry.hazards),
        accident_types=list(entry.accident_types),
        control_measures=marked_lines(entry),
        cautions=[*(c.text for c in entry.errata), *(c.text for c in entry.stricter_now)],
        legal_basis=basis_out(entry, day, knowledge),
        emergency_response=emergency_out(entry.playbooks, knowledge),
    )


def _document_row(hit: Hit, entry: DocumentEntry, day: date, knowledge: Knowledge) -> out.HitOut:
    industry = entry.industry or CodeName("", "")
    return out.HitOut(
        id=hit.id,
        kind=hit.kind,
        title=entry.row.location,
        url=f"/entries/{entry.id}",
        score=hit.score,
        highlights=_highlights(hit),
        because=list(hit.because),
        industry=industry.name,
        industry_code=industry.code,
        location=entry.row.location,
        hazard=entry.row.hazard,
        accident_types=list(entry.accident_types),
        control_measures=list(entry.row.control_measures),
        legal_basis=row_basis_out(entry, day, knowledge),
        same=[i for i in hit.same if i != entry.id],
        document=document_out(entry),
    )


def _highlights(hit: Hit) -> list[out.HighlightOut]:
    return [out.HighlightOut(h.field, h.text, list(h.spans)) for h in hit.highlights]
