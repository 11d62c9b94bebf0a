"""Emergency response (应急处置): the list of scenarios and each one's page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kb.store.knowledge import Knowledge
from web.contexts import PlaybookPage, PlaybooksPage
from web.pages import render
from web.state import edition_of, services_of
from web.views.entry import place_link
from web.views.playbook import playbook_link, playbook_view
from web.views.sources import review_view

router = APIRouter(include_in_schema=False)

SHOWN = 30
"""Entries listed on a playbook's or a document's page; the number of all stands beside, with a link to find them."""


@router.get("/playbooks")
async def playbooks(request: Request) -> Response:
    """Answer every scenario."""
    knowledge = edition_of(request).knowledge
    links = await services_of(request).work(lambda: [playbook_link(p) for p in knowledge.playbooks()])
    return render(request, PlaybooksPage(title="应急处置", section="playbooks", playbooks=links))


@router.get("/playbooks/{key}")
async def playbook(request: Request, key: str) -> Response:
    """Answer a scenario, by id, title or alias."""
    knowledge = edition_of(request).knowledge
    return render(request, await services_of(request).work(lambda: _page(key, knowledge)))


def _page(key: str, knowledge: Knowledge) -> PlaybookPage:
    found = knowledge.playbook(key)
    entries = knowledge.playbook_entries(found.id)
    return PlaybookPage(
        title=f"{found.title} · 应急处置",
        section="playbooks",
        playbook=playbook_view(found, knowledge),
        entries=[place_link(entry) for entry in entries[:SHOWN]],
        entry_count=len(entries),
        review=review_view(found.review),
    )
