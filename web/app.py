"""The composition root of the web part: everything a request may use is handed in here."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from kb import __version__
from web import problems
from web.answers import RememberedAnswers, Route
from web.api_schemas import openapi
from web.middleware import ConditionalGet, HeadAsGet, SecurityHeaders, StaticCaching
from web.pages import STATIC
from web.routes import (
    api,
    batches,
    card_form,
    cards,
    clauses,
    entries,
    home,
    learn,
    login,
    playbooks,
    posts,
    regulations,
    review,
    search,
    signs,
    upload,
)
from web.state import Services, program_digest


def create_app(services: Services) -> FastAPI:
    """Return the application over what its routes may use."""
    app = FastAPI(
        title="hazardkb",
        version=__version__,
        description="工贸行业较大危险因素知识库：检索、岗位卡、依据条款。接口只读，不需要登录。",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.services = services
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]  # FastAPI's documented way to complete it
    problems.install(app)
    pages = (home, search, entries, posts, card_form, cards, learn, batches, playbooks, signs, regulations, clauses)
    for part in (*pages, login, review, upload, api):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    routes: dict[str, Route] = {"/search": search.search, "/api/v1/search": api.search, "/api/v1/suggest": api.suggest}
    app.add_middleware(RememberedAnswers, services=services, routes=routes)
    app.add_middleware(ConditionalGet, services=services)  # each one added goes around those before
    for layer in (StaticCaching, HeadAsGet, SecurityHeaders):
        app.add_middleware(layer)
    program_digest()  # worked out now, not on the first request
    return app
