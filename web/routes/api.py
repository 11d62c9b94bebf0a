"""The JSON API, version 1, and /healthz."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from kb import __version__
from kb.model.document_entry import of_document
from kb.model.search import MAX_PER_PAGE, MAX_QUERY
from kb.services.validity import NAMES
from web import api_models as out
from web.api_schemas import described
from web.errors import BadRequestError
from web.routes.clauses import Choice
from web.routes.posts import Added, Asked, card_of, read_added
from web.routes.regulations import read_day
from web.state import edition_of, services_of
from web.views.api import document_entry_out, entry_out, posts_out, regulation_out
from web.views.api_applicable import applicable_out
from web.views.api_clause import clause_out
from web.views.api_search import search_out
from web.views.clause import find_clause
from web.views.query import MAX_PAGE, read_state
from web.views.search import answer

router = APIRouter()

PER_PAGE = 20
"""Hits in an answer that does not say how many it wants."""


def _json(content: Any) -> Response:
    return Response(msgspec.json.encode(content), media_type="application/json")


_SEARCH_PARAMETERS = {
    "q": {"type": "string", "description": f"检索词，超过 {MAX_QUERY} 字的部分不检索；空着就是浏览"},
    "kind": {"type": "string", "description": "hazard、clause、post、playbook，或其中文名"},
    "industry": {"type": "string", "description": "行业中文名或代码"},
    "accident_type": {"type": "string", "description": "事故类型中文名或代码"},
    "chapter": {"type": "string", "description": "章代码，如 metallurgy-01"},
    "post": {"type": "string", "description": "岗位编号、名称或别名"},
    "document": {"type": "string", "description": "依据文件编号、名称或文号"},
    "regulation_kind": {"type": "string", "description": "条款所属文件的种类，代码或中文名"},
    "status": {"type": "string", "enum": ["", *NAMES, *NAMES.values()], "description": "条款今天的效力，代码或中文名"},
    "year": {"type": "string", "description": "条款所属版本的年份，四位"},
    "emergency": {"type": "string", "enum": ["", "0", "1"], "description": "1 只要有应急处置的"},
    "literal": {"type": "string", "enum": ["", "0", "1"], "description": "1 按原样检索，不纠错"},
    "page": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE},
    "per_page": {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE},
}

_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "schema": schema} for name, schema in _SEARCH_PARAMETERS.items()
]


_TYPED = {"name": "q", "in": "query", "required": False, "schema": {"type": "string", "default": "", "title": "Q"}}


@router.get("/api/v1/search", openapi_extra={"parameters": _PARAMETERS}, **described("search"))
async def search(request: Request) -> Response:
    """Search everything; empty words browse."""
    services, edition = services_of(request), edition_of(request)
    state, day = read_state(request.query_params), services.today()

    def found() -> out.SearchOut:
        return search_out(answer(state, edition, day, PER_PAGE), day, edition.knowledge)

    return _json(await services.search(edition, found))


@router.get("/api/v1/suggest", openapi_extra={"parameters": [_TYPED]}, **described("suggest"))
async def suggest(request: Request) -> Response:
    """Complete what has been typed."""
    typed = request.query_params.get("q", "").strip()[:MAX_QUERY]
    found = edition_of(request).backend.suggest(typed) if typed else ()
    return _json(out.SuggestOut([out.SuggestionOut(s.text, s.kind, s.count) for s in found]))


@router.get("/api/v1/entries/{entry_id}", **described("entry"))
async def entry(request: Request, entry_id: str) -> Response:
    """Answer a row of the manual or of another document, whole."""
    services, knowledge = services_of(request), edition_of(request).knowledge

    def made() -> out.EntryOut:
        row = knowledge.row_of(entry_id)
        pictures = len(services.pictures.pictures(row)) if row else 0
        if of_document(entry_id):
            return document_entry_out(knowledge.document_entry(entry_id), services.today(), knowledge, pictures)
        return entry_out(knowledge.entry(entry_id), services.today(), knowledge, pictures)

    return _json(await services.work(made))


@router.get("/api/v1/posts", **described("posts"))
async def posts(request: Request) -> Response:
    """Answer every post."""
    knowledge = edition_of(request).knowledge
    return _json(await services_of(request).work(lambda: posts_out(knowledge.posts())))


@router.get("/api/v1/posts/{key}/card", **described("card"))
async def card(request: Request, key: str, added: Added) -> Response:
    """Answer a post's card, by id, title or alias; each `add` is a row of another document it takes besides."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    return _json(await services.work(lambda: card_of(key, knowledge, services, Asked(added=read_added(added)))))


@router.get("/api/v1/regulations/{key}", **described("regulation"))
async def regulation(request: Request, key: str, on: str = "") -> Response:
    """Answer a document with its state on `on` (default today)."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    day = read_day(on.strip(), services.today())
    return _json(await services.work(lambda: regulation_out(knowledge.regulation(key), day, knowledge)))


@router.get("/api/v1/clauses", **described("applicable"))
async def applicable(request: Request, choice: Choice) -> Response:
    """Answer everything that applies to an industry or a post, of one document only when it is named."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    if not choice.name:
        raise BadRequestError("请写明行业或岗位，例如 /api/v1/clauses?industry=冶金。")
    name, entries, day, document = choice.name, choice.entries, choice.day, choice.document
    return _json(await services.work(lambda: applicable_out(name, entries, day, knowledge, document)))


@router.get("/api/v1/clauses/{key}", **described("clause"))
async def clause(request: Request, key: str, on: str = "") -> Response:
    """Answer a clause's packet, by its id or in words, as of `on` (default today)."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    day = read_day(on.strip(), services.today())
    return _json(await services.work(lambda: clause_out(find_clause(key, day, knowledge), day, knowledge)))


@router.get("/healthz", **described("health"))
async def health(request: Request) -> Response:
    """Answer that the server is well, and from which edition it answers."""
    knowledge = edition_of(request).knowledge
    built_at = knowledge.facts.get("built_at", "")
    counts = await services_of(request).work(knowledge.counts)
    return _json(out.HealthOut("ok", __version__, knowledge.edition, built_at, counts))
