"""Laws, rules and standards: the catalogue and each document, with whether it applies on a day."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response

from kb.model.regulation import REGULATION_KINDS, Regulation
from kb.model.search import MAX_QUERY
from kb.store.knowledge import Knowledge
from web.contexts import ComparePage, RegulationPage, RegulationsPage
from web.errors import BadRequestError
from web.pages import render
from web.state import edition_of, services_of
from web.views.entry import place_link
from web.views.regulation import edition_view, fact_view, mentions, regulations_by_kind
from web.views.regulation_clauses import clause_list, comparison
from web.views.validity import successor_views, validity_view

router = APIRouter(include_in_schema=False)

SHOWN = 30
"""Citing entries listed on a document's page; the number of all stands beside, with a link to find them."""


def read_day(text: str, today: date) -> date:
    """Return the day of `?on=`, today when it is empty; raises BadRequestError."""
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequestError("参数 on 应写成日期，例如 2026-07-01，请改正后重试。") from error


@router.get("/regulations")
async def regulations(request: Request, q: str = "") -> Response:
    """Answer the catalogue, narrowed to documents named by the words `q`."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    return render(request, await services.work(lambda: _list(q.strip()[:MAX_QUERY], services.today(), knowledge)))


def _list(words: str, day: date, knowledge: Knowledge) -> RegulationsPage:
    catalogue = knowledge.regulations()
    shown = [regulation for regulation in catalogue if mentions(regulation, words)]
    return RegulationsPage(
        title="法规标准",
        section="regulations",
        groups=regulations_by_kind(shown, day, knowledge),
        words=words,
        shown=len(shown),
        total=len(catalogue),
        day=day.isoformat(),
    )


@router.get("/regulations/{key}")
async def regulation(request: Request, key: str, on: str = "", edition: str = "") -> Response:
    """Answer a document, by id, title, number or alias, with its state on `on` (default today) and its clauses.

    They are those of the edition in force on that day, or of `edition`.
    """
    services, knowledge = services_of(request), edition_of(request).knowledge
    today = services.today()
    day = read_day(on.strip(), today)
    found = await services.work(lambda: knowledge.regulation(key))
    return render(request, await services.work(lambda: _page(found, edition.strip(), (day, today), knowledge)))


@router.get("/regulations/{key}/compare")
async def compare(request: Request, key: str, old: str = "", new: str = "") -> Response:
    """Answer two imported editions of a document side by side, the two newest when none are named."""
    knowledge = edition_of(request).knowledge
    found = knowledge.regulation(key)
    compared = await services_of(request).work(lambda: comparison(found, old.strip(), new.strip(), knowledge))
    title = f"{found.title} 两版对照"
    context = ComparePage(title=title, section="regulations", id=found.id, name=found.title, comparison=compared)
    return render(request, context)


def _page(found: Regulation, edition: str, days: tuple[date, date], knowledge: Knowledge) -> RegulationPage:
    day, today = days
    entries = knowledge.regulation_entries(found.id)
    return RegulationPage(
        title=f"{found.title} {found.number}",
        section="regulations",
        id=found.id,
        name=found.title,
        number=found.number,
        kind=REGULATION_KINDS[found.kind],
        issuer=found.issuer,
        aliases=found.aliases,
        misprints=found.misprints,
        note=found.note,
        known=fact_view(found.known),
        validity=validity_view(found, day, knowledge),
        editions=[edition_view(edition) for edition in found.editions],
        replaced_by=successor_views(found.replaced_by, knowledge),
        clauses=clause_list(found, edition, day, knowledge),
        entries=[place_link(entry) for entry in entries[:SHOWN]],
        entry_count=len(entries),
        day=day.isoformat(),
        is_today=day == today,
    )
