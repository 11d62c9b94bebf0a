"""The search page; the same answer as JSON is in web.routes.api."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from web.pages import render
from web.state import edition_of, services_of
from web.views.query import read_state
from web.views.search import answer, results_page

router = APIRouter(include_in_schema=False)


@router.get("/search")
async def search(request: Request) -> Response:
    """Answer the page of results; without words it browses everything."""
    services, edition = services_of(request), edition_of(request)
    state, per_page = read_state(request.query_params), services.settings.per_page
    day = services.today()

    def page() -> Response:
        return render(request, results_page(answer(state, edition, day, per_page), edition, day))

    return await services.search(edition, page)  # the template too: it is half of the work
