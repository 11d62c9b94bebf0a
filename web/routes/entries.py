"""An entry's page and the pictures of its rows in the manual."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from kb.errors import NotFoundError
from kb.store.knowledge import Knowledge
from web.contexts import EntryPage
from web.pages import render
from web.state import Services, edition_of, services_of
from web.views.around import around
from web.views.entry import entry_url, entry_view, official_view
from web.views.sources import review_view

router = APIRouter(include_in_schema=False)


@router.get("/entries/{entry_id}")
async def entry(request: Request, entry_id: str) -> Response:
    """Answer a row of the manual, whole."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    return render(request, await services.work(lambda: _entry_page(entry_id, knowledge, services)))


def _entry_page(entry_id: str, knowledge: Knowledge, services: Services) -> EntryPage:
    entry, day = knowledge.entry(entry_id), services.today()
    official = knowledge.official(entry.id)
    pictures = services.pictures.pictures(official) if official else ()
    return EntryPage(
        title=f"{entry.location} · {entry.hazards[0]}",
        section="industries",
        entry=entry_view(entry, knowledge),
        around=around(entry, day, knowledge),
        official=official_view(official),
        pictures=[f"{entry_url(entry.id)}/picture/{n}" for n in range(1, len(pictures) + 1)],
        review=review_view(entry.review),
        day=day.isoformat(),
    )


@router.get("/entries/{entry_id}/picture/{number}")
async def picture(request: Request, entry_id: str, number: str) -> Response:
    """Answer a picture of the entry's row on its page; the file is found by the entry, never by what was typed."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    official = await services.work(lambda: knowledge.official(knowledge.entry(entry_id).id))
    files = services.pictures.pictures(official) if official else ()
    position = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else 0
    if not 1 <= position <= len(files):
        raise NotFoundError(f"条目 {entry_id} 没有第 {number} 张原文图片，请先用 hazardkb ingest 导入手册。", number)
    return FileResponse(files[position - 1])
