"""Finished answers of the search, kept in memory: the same question of the same edition on the same day is sent again.

What is kept is named by the entity tag of the moment (edition, program, day) and the address as it was sent, so another
edition or day can never meet it. Browsers are told the same as without it: to keep the page, and to ask each time.
A question not kept is put to its route straight away: FastAPI's way there costs as much as the search itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.errors import HazardKbError
from web.state import Edition, Services

Route = Callable[[Request], Awaitable[Response]]
"""Answers a question whole, with 200, or raises."""

LONGEST_QUERY = 2000
"""Bytes of an address that are still worth keeping; a person's question is shorter."""

_OVERHEAD = 1000
"""Bytes counted for an answer's headers, key and place in the table, beside its body."""

Key = tuple[str, str, bytes]
"""Entity tag, path, query string."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: the headers the page itself gave it, and its body."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class AnswerStore:
    """The answers asked for last, at most `limit` bytes of them; belongs to one event loop, so it needs no lock."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        """Return the answer to `key` if it is still here, and count it as just used."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, key: Key, answer: Answer) -> None:
        """Keep `answer`; those not used for longest go. One that would take an eighth of the room is not kept."""
        if key in self._answers or _weight(key, answer) * 8 > self.limit:
            return
        self._answers[key] = answer
        self.size += _weight(key, answer)
        while self.size > self.limit:
            self.size -= _weight(*self._answers.popitem(last=False))


def _weight(key: Key, answer: Answer) -> int:
    return len(answer.body) + len(key[2]) + _OVERHEAD


class RememberedAnswers:
    """Sends a kept answer again, or asks the route of the address and keeps what it returns.

    `routes` are the addresses whose answers depend on edition, day and address alone; other pages also show files of
    the library. Where a route raises, the application behind answers, for it knows how errors are told.
    Stands inside ConditionalGet, which names the edition of the request and completes the headers.
    """

    def __init__(self, app: ASGIApp, services: Services, routes: Mapping[str, Route]) -> None:
        self.app = app
        self.services = services
        self.routes = routes
        self.store = AnswerStore(services.settings.remembered_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the store or the route where the address allows it."""
        edition: Edition | None = scope.get("state", {}).get("edition")
        if edition is None or not self._may_be_kept(scope):
            await self.app(scope, receive, send)
            return
        key = (self.services.tag(edition), scope["path"], scope["query_string"])
        answer = self.store.get(key)
        if answer is None:
            try:
                answer = await self._answer(key, edition, Request(scope, receive))
            except HazardKbError:
                await self.app(scope, receive, send)
                return
        await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, key: Key, edition: Edition, request: Request) -> Answer:
        response = await self.routes[request.scope["path"]](request)
        answer = Answer(tuple(response.raw_headers), bytes(response.body))
        # midnight may have passed while the answer was worked out: then it is of neither day for certain
        if self.services.tag(edition) == key[0]:
            self.store.put(key, answer)
        return answer

    def _may_be_kept(self, scope: Scope) -> bool:
        """Tell whether the answer depends on the address alone and nobody listens for how it was made."""
        return (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and scope["path"] in self.routes
            and len(scope["query_string"]) <= LONGEST_QUERY
            and "http.response.debug" not in scope.get("extensions", {})
        )
