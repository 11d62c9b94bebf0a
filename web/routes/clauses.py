"""Clauses: each one's page and packet, and everything that applies to an industry or a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request, Response

from kb.errors import NotFoundError
from kb.model.entry import HazardEntry
from kb.model.industry import INDUSTRIES, find_industry
from kb.store.knowledge import Knowledge
from web.contexts import ApplicablePage, ClausePage
from web.documents.clause_sheets import applicable_xlsx, packet_xlsx
from web.documents.registry import MEDIA_TYPES
from web.pages import render
from web.routes.regulations import read_day
from web.state import edition_of, services_of
from web.views.applying import AppliedView, applied_view
from web.views.clause import clause_around, clause_view, find_clause

router = APIRouter(include_in_schema=False)

SHOWN = 20
"""Places listed on a clause's page; the packet as a file lists all."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked to apply: to an industry's or a post's entries, by its Chinese name; of one `document` or all;
    on a day. Nothing chosen has no name.
    """

    name: str
    entries: tuple[HazardEntry, ...]
    document: str
    day: date


async def read_choice(request: Request, industry: str = "", post: str = "", document: str = "", on: str = "") -> Chosen:
    """Return what an address chooses; raises NotFoundError for what there is not, BadRequestError for no day."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    day = read_day(on.strip(), services.today())
    name, entries = _entries(industry.strip(), post.strip(), knowledge)
    return Chosen(name, entries, knowledge.regulation(document.strip()).id if document.strip() else "", day)


Choice = Annotated[Chosen, Depends(read_choice)]


@router.get("/clauses")
async def applicable(request: Request, choice: Choice) -> Response:
    """Answer everything that applies to an industry or a post, of one document only when it is named."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    entries, day, wanted = choice.entries, choice.day, choice.document
    applied = await services.work(lambda: applied_view(entries, day, knowledge, wanted)) if entries else None
    given = {name: request.query_params.get(name, "") for name in ("industry", "post", "on")}
    address = urlencode({name: value for name, value in given.items() if value})
    context = ApplicablePage(
        title=f"{choice.name} 适用条款" if choice.name else "适用条款清单",
        section="regulations",
        chosen=choice.name,
        address=f"/clauses?{address}",
        document=wanted,
        applied=applied,
        industries=INDUSTRIES,
        xlsx_url=f"/clauses.xlsx?{address}" + (f"&document={quote(wanted)}" if wanted else ""),
        day=day.isoformat(),
    )
    return render(request, context)


@router.get("/clauses.xlsx")
async def applicable_file(request: Request, choice: Choice) -> Response:
    """Answer the same as a workbook to fill in."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    if not choice.name:
        raise NotFoundError("请先选行业或岗位，例如 /clauses.xlsx?industry=冶金。", "")

    def made() -> bytes:
        found: AppliedView = applied_view(choice.entries, choice.day, knowledge, choice.document)
        return applicable_xlsx(choice.name, found, choice.day)

    return _file(await services.work(made), f"{choice.name}-适用条款检查表")


@router.get("/clauses/{key}")
async def clause(request: Request, key: str, on: str = "") -> Response:
    """Answer a clause, by its id or in words, as of `on` (default today)."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    today = services.today()
    day = read_day(on.strip(), today)
    return render(request, await services.work(lambda: _page(key, day, today, knowledge)))


def _page(key: str, day: date, today: date, knowledge: Knowledge) -> ClausePage:
    found = find_clause(key, day, knowledge)
    view = clause_view(found, knowledge)
    return ClausePage(
        title=f"{found.regulation.title} {found.label}",
        section="regulations",
        clause=view,
        around=clause_around(found, knowledge, SHOWN),
        day=day.isoformat(),
        is_today=day == today,
    )


@router.get("/clauses/{key}/packet.xlsx")
async def packet(request: Request, key: str, on: str = "") -> Response:
    """Answer a clause's packet as a workbook to fill in."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    day = read_day(on.strip(), services.today())
    found = await services.work(lambda: find_clause(key, day, knowledge))

    def made() -> bytes:
        return packet_xlsx(clause_view(found, knowledge), clause_around(found, knowledge), day)

    return _file(await services.work(made), f"{found.regulation.title}-{found.label}")


def _entries(industry: str, post: str, knowledge: Knowledge) -> tuple[str, tuple[HazardEntry, ...]]:
    """Return the Chinese name of what was chosen and its entries, nothing when nothing was; raises NotFoundError."""
    if post:
        found = knowledge.post(post)
        return found.title, knowledge.post_entries(found.id)
    if not industry:
        return "", ()
    known = find_industry(industry)
    if known is None:
        raise NotFoundError(f"没有“{industry}”这个行业，可用：冶金、有色、建材、机械、轻工、纺织。", industry)
    return known.name, tuple(e for e in knowledge.all_entries() if e.industry.code == known.code)


def _file(content: bytes, name: str) -> Response:
    disposition = f"attachment; filename=\"clauses.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    return Response(content, media_type=MEDIA_TYPES["xlsx"], headers={"content-disposition": disposition})
