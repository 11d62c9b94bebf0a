"""Finished answers of the search, kept in memory: the same question of the same edition on the same day is sent again.

What is kept is named by the entity tag of the moment (edition, program, day) and the address as it was sent, so another
edition or day can never meet it. Browsers are told the same as without it: to keep the page, and to ask each time.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.state import Edition, Services

PATHS = frozenset({"/search", "/api/v1/search", "/api/v1/suggest"})
"""Addresses whose answers depend on edition, day and address alone; other pages also show files of the library."""

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
    """Sends a kept answer again, or passes the request on and keeps what comes back with 200.

    Stands inside ConditionalGet, which names the edition of the request and completes the headers.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self.services = services
        self.store = AnswerStore(services.settings.remembered_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the store where the address allows it."""
        edition: Edition | None = scope.get("state", {}).get("edition")
        if edition is None or not _may_be_kept(scope):
            await self.app(scope, receive, send)
            return
        key = (self.services.tag(edition), scope["path"], scope["query_string"])
        kept = self.store.get(key)
        if kept is None:
            await self._answer_and_keep(key, edition, (scope, receive, send))
            return
        await send({"type": "http.response.start", "status": 200, "headers": list(kept.headers)})
        await send({"type": "http.response.body", "body": kept.body})

    async def _answer_and_keep(self, key: Key, edition: Edition, request: tuple[Scope, Receive, Send]) -> None:
        scope, receive, send = request
        headers: tuple[tuple[bytes, bytes], ...] | None = None

        async def send_and_keep(message: Message) -> None:
            nonlocal headers
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = tuple(message["headers"])  # before the layers outside complete them
            elif message["type"] == "http.response.body" and headers is not None:
                # midnight may have passed while the answer was worked out: then it is of neither day for certain
                if not message.get("more_body") and self.services.tag(edition) == key[0]:
                    self.store.put(key, Answer(headers, message["body"]))
                headers = None  # one message holds the whole answer, or it is not kept
            await send(message)

        await self.app(scope, receive, send_and_keep)


def _may_be_kept(scope: Scope) -> bool:
    """Tell whether the answer depends on the address alone and nobody listens for how it was made."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and scope["path"] in PATHS
        and len(scope["query_string"]) <= LONGEST_QUERY
        and "http.response.debug" not in scope.get("extensions", {})
    )
