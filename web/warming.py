"""Uses an edition once before any reader does, so that the first search is no slower than the tenth."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from math import ceil

import msgspec
from starlette.types import ASGIApp, Message, Scope

from kb.model.search import MAX_PER_PAGE
from web.pages import templates
from web.state import Edition, today_in_shanghai
from web.views.api_search import search_out
from web.views.query import read_state
from web.views.search import answer, results_page

_PATHS = ("/search", "/api/v1/search")
_MOST_PAGES = 30
"""Pages of everything turned over: the knowledge base without imported laws, whole. Without it the first searches took
twice as long as later ones; it takes about a second."""


def ask_once(app: ASGIApp) -> None:
    """Send `app` searches as a server would, so that its layers and routes are there.

    Several at a time, each another page of everything: where searches run in threads, every thread reads records.
    In a thread of its own: whoever starts the server may or may not be inside an event loop already.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_ask_all(app))).result()


async def _ask_all(app: ASGIApp) -> None:
    await asyncio.gather(*(_ask(app, path, number) for path in _PATHS for number in range(1, 5)))


async def _ask(app: ASGIApp, path: str, number: int) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        """Nobody reads it."""

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"page=%d" % number,
        "root_path": "",
        "headers": [],
        "server": ("127.0.0.1", 0),
        "client": ("127.0.0.1", 0),
    }
    await app(scope, receive, send)


def warm_up(edition: Edition) -> None:
    """Ask `edition` what people ask, as page and as JSON: names, a slip, pinyin; then turn over all it shows.

    Reads the files and fills the tables a search uses; what raises here shows a damaged edition before it serves.
    """
    knowledge = edition.knowledge
    names = [records[0].title for records in (knowledge.posts(), knowledge.playbooks()) if records]
    names += [entry.location for entry in knowledge.all_entries()[:1]]
    for words in ("", *names, "煤汽", "meiqi", "没有这样的词"):
        _look(edition, {"q": words})
    for page in range(1, min(ceil(edition.backend.size / MAX_PER_PAGE), _MOST_PAGES) + 1):
        _look(edition, {"page": str(page), "per_page": str(MAX_PER_PAGE)})
    edition.backend.suggest("mei")


def _look(edition: Edition, params: Mapping[str, str]) -> None:
    day = today_in_shanghai()
    found = answer(read_state(params), edition, day, 10)
    page = results_page(found, edition, day)
    templates().env.get_template("search.html").render({item.name: getattr(page, item.name) for item in fields(page)})
    msgspec.json.encode(search_out(found, day, edition.knowledge))
