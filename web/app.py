"""The composition root of the web part: everything a request may use is handed in here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from kb import __version__
from kb.holder import EditionHolder
from kb.model.search import SearchBackend
from web import problems
from web.answers import RememberedAnswers
from web.api_schemas import openapi
from web.middleware import ConditionalGet, HeadAsGet, SecurityHeaders, StaticCaching
from web.pages import STATIC
from web.routes import api, clauses, entries, home, playbooks, posts, regulations, search, signs
from web.settings import Settings
from web.state import DocumentRenderer, PictureSource, Services, program_digest, today_in_shanghai


def create_app(
    settings: Settings,
    holder: EditionHolder[SearchBackend],
    render_document: DocumentRenderer,
    pictures: PictureSource,
    today: Callable[[], date] = today_in_shanghai,
) -> FastAPI:
    """Return the application.

    `holder` knows the edition being served, `render_document` makes files of cards, `pictures` knows the pictures of
    ingested rows, `today` tells the day by which rules are in force.
    """
    services = Services(settings, holder, render_document, pictures, today)
    app = FastAPI(
        title="hazardkb",
        version=__version__,
        description="工贸行业较大危险因素知识库：检索、岗位卡、依据条款。只读，不需要登录。",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.services = services
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]  # FastAPI's documented way to complete it
    problems.install(app)
    for part in (home, search, entries, posts, playbooks, signs, regulations, clauses, api):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(RememberedAnswers, services=services)
    app.add_middleware(ConditionalGet, services=services)  # each one added goes around those before
    for layer in (StaticCaching, HeadAsGet, SecurityHeaders):
        app.add_middleware(layer)
    program_digest()  # worked out now, not on the first request
    return app
