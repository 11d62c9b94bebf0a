"""A client that asks the application in process, on one event loop, and sees what each template received."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send


@dataclass
class Capture:
    """Passes requests on and keeps the context of the last rendered template."""

    app: FastAPI
    context: dict[str, Any] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def listen(message: Message) -> None:
            if message["type"] == "http.response.debug":
                self.context = dict(message["info"]["context"])
            else:
                await send(message)

        await self.app({**scope, "extensions": {"http.response.debug": {}}}, receive, listen)


@dataclass
class Client:
    """Asks synchronously; `context` is what the last page's template received, without the request."""

    capture: Capture
    portal: BlockingPortal
    asker: httpx.AsyncClient

    @property
    def context(self) -> dict[str, Any]:
        """What the last page's template received."""
        return {name: value for name, value in self.capture.context.items() if name != "request"}

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        """Ask and return the answer."""
        self.capture.context = {}
        return self.portal.call(lambda: self.asker.request(method, url, **more))

    def get(self, url: str, **more: Any) -> httpx.Response:
        """Ask with GET."""
        return self.request("GET", url, **more)

    def page(self, url: str, **more: Any) -> dict[str, Any]:
        """Ask for a page that must be there and return its context."""
        assert self.get(url, **more).status_code == 200, url
        return self.context


@contextmanager
def client_of(app: FastAPI) -> Iterator[Client]:
    """Open a client of `app` on its own machine; errors come back as answers, as a browser would see them."""
    capture = Capture(app)
    transport = httpx.ASGITransport(app=capture, raise_app_exceptions=False)
    with start_blocking_portal() as portal:
        asker = httpx.AsyncClient(transport=transport, base_url="http://localhost")
        yield Client(capture, portal, asker)
        portal.call(asker.aclose)
