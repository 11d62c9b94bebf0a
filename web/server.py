"""Serves the pages: the application with the real index, library and renderer, under uvicorn."""

from __future__ import annotations

import os

import uvicorn
from fastapi import FastAPI

from index.backend import WhooshBackend
from kb.edition import EditionInputs
from kb.holder import EditionHolder
from kb.model.search import SearchBackend
from web import documents
from web.app import create_app
from web.logs import log_to
from web.pictures import LibraryPictures
from web.settings import Settings


def application(inputs: EditionInputs, settings: Settings) -> FastAPI:
    """Return the application over the editions and the library of `inputs`."""
    holder: EditionHolder[SearchBackend] = EditionHolder(inputs.editions, WhooshBackend.open)
    return create_app(settings, holder, documents.render, LibraryPictures(inputs.library))


def serve(inputs: EditionInputs, host: str, port: int) -> None:
    """Serve until stopped. Requests are not logged: their addresses hold what people asked."""
    log_to(inputs.data / "logs")
    settings = Settings(public_url=os.environ.get("HAZARDKB_PUBLIC_URL", ""))
    uvicorn.run(
        application(inputs, settings),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=15,
    )
