"""Pure ASGI middleware: security headers, conditional requests, HEAD. (BaseHTTPMiddleware costs 5× as much.)"""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.errors import EditionError, RecordsError
from web.guard import who_writes
from web.state import Edition, Services

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]

PAGE_CACHING = "private, no-cache"
"""Keep it, but ask each time: a 304 renders nothing and never hides a repeal."""

STATIC_CACHING = "public, max-age=31536000, immutable"

_UNKEPT = [(b"cache-control", b"no-store")]

_UNTAGGED = ("/static/", "/healthz", "/login", "/batch", "/review", "/upload")
_SHOW_RECORDS = ("/cards", "/check", "/posts/")
"""Where pages show what the enterprise saved, and to whom may write more than to others."""


class SecurityHeaders:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                missing = [pair for pair in _RAW_HEADERS if pair[0] not in present]
                message = {**message, "headers": [*message["headers"], *missing]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


class HeadAsGet:
    """Answers HEAD with the headers GET would have; FastAPI's routes know only GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for GET and drop the body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)


class ConditionalGet:
    """Gives pages the entity tag of the moment and answers 304 to whoever has it, before anything is rendered."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304, or pass on and tag what comes back with 200."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_UNTAGGED):
            await self.app(scope, receive, send)
            return
        try:
            edition = self.services.holder.current()
        except EditionError:  # the page itself will say so
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["edition"] = edition
        try:
            tag = await self._tag(scope, edition)
        except RecordsError:  # as above
            await self.app(scope, receive, send)
            return
        if _matches(Headers(scope=scope).get("if-none-match", ""), tag):
            await _not_modified(send, tag)
            return

        async def send_with_tag(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = _tagged(tag) if message["status"] == 200 else _UNKEPT
                replaced = {name for name, _ in own}
                kept = [pair for pair in message["headers"] if pair[0] not in replaced]
                message = {**message, "headers": [*kept, *own]}
            await send(message)

        await self.app(scope, receive, send_with_tag)

    async def _tag(self, scope: Scope, edition: Edition) -> str:
        """Return the tag of the page asked for; the one of what shows records changes with them and with who asks."""
        tag = self.services.tag(edition)
        if not scope["path"].startswith(_SHOW_RECORDS):
            return tag
        writer = await who_writes(Request(scope))
        return await self.services.work(lambda: self.services.records_tag(tag, writer.name if writer else ""))


class StaticCaching:
    """Lets browsers keep static files for a year: their addresses carry a digest of their content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and say how long its answer may be kept."""
        if scope["type"] != "http" or not scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return

        async def send_with_age(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                named = b"v=" in scope["query_string"]
                MutableHeaders(scope=message)["cache-control"] = STATIC_CACHING if named else PAGE_CACHING
            await send(message)

        await self.app(scope, receive, send_with_age)


def _tagged(tag: str) -> list[tuple[bytes, bytes]]:
    return [(b"etag", tag.encode()), (b"cache-control", PAGE_CACHING.encode())]


def _matches(header: str, tag: str) -> bool:
    """Tell whether an If-None-Match header names `tag` (weak comparison, as RFC 9110 asks)."""
    return any(candidate.strip().removeprefix("W/") == tag for candidate in header.split(","))


async def _not_modified(send: Send, tag: str) -> None:
    await send({"type": "http.response.start", "status": 304, "headers": _tagged(tag)})
    await send({"type": "http.response.body", "body": b""})
