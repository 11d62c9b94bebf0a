"""An entry's page and the pictures of its rows in the manual."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from kb.errors import NotFoundError
from kb.model.document_entry import of_document
from kb.store.knowledge import Knowledge
from web.contexts import DocumentEntryPage, EntryPage
from web.pages import render
from web.state import Services, edition_of, services_of
from web.views.around import around
from web.views.document_entry import document_entry_view
from web.views.entry import entry_url, entry_view, official_view
from web.views.post import post_link
from web.views.sources import review_view
from web.views.validity import basis_views

router = APIRouter(include_in_schema=False)


@router.get("/entries/{entry_id}")
async def entry(request: Request, entry_id: str) -> Response:
    """Answer a row of the manual or of another document, whole."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    make = _document_entry_page if of_document(entry_id) else _entry_page
    return render(request, await services.work(lambda: make(entry_id, knowledge, services)))


def _document_entry_page(entry_id: str, knowledge: Knowledge, services: Services) -> DocumentEntryPage:
    entry, day = knowledge.document_entry(entry_id), services.today()
    pictures = services.pictures.pictures(entry.row)
    return DocumentEntryPage(
        title=f"{entry.row.location} · {entry.row.hazard[:40]}",
        section="industries",
        entry=document_entry_view(entry),
        basis=basis_views(entry.legal_basis, day, knowledge),
        pictures=[f"{entry_url(entry.id)}/picture/{n}" for n in range(1, len(pictures) + 1)],
        posts=[post_link(post) for post in knowledge.posts_offered(entry.id)],
        day=day.isoformat(),
    )


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
    official = await services.work(lambda: knowledge.row_of(entry_id))
    files = services.pictures.pictures(official) if official else ()
    position = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else 0
    if not 1 <= position <= len(files):
        raise NotFoundError(f"条目 {entry_id} 没有第 {number} 张原文图片，请先导入原文件（手册或其他 PDF）。", number)
    return FileResponse(files[position - 1])
