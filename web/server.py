"""Serves the pages: the application with the real index, library and renderer, in one process or more."""

from __future__ import annotations

import os
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.edition import EditionInputs
from kb.holder import EditionHolder
from kb.model.search import SearchBackend
from kb.paths import corpus_folder, data_folder
from web import documents
from web.app import create_app
from web.logs import log_to
from web.pictures import LibraryPictures
from web.settings import Settings
from web.warming import warm_up


def application(inputs: EditionInputs, settings: Settings) -> FastAPI:
    """Return the application over the editions and the library of `inputs`, its edition open and used once.

    Raises EditionError when there is no edition or it cannot be opened.
    """
    holder: EditionHolder[SearchBackend] = EditionHolder(inputs.editions, WhooshBackend.open, warm=warm_up)
    holder.current()
    return create_app(settings, holder, documents.render, LibraryPictures(inputs.library))


def serve(inputs: EditionInputs, host: str, port: int, workers: int = 1) -> None:
    """Serve until stopped, from `workers` processes that share the mapped index.

    Requests are not logged: their addresses hold what people asked.
    """
    app: FastAPI | str = "web.server:worker"
    if workers == 1:
        app = _configured(inputs, slots=2)
    else:  # each process makes its own application and learns by the environment where the data is
        os.environ["HAZARDKB_DATA"] = str(Path(inputs.data).resolve())
    uvicorn.run(
        app,
        factory=workers > 1,
        workers=workers,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=15,
    )


def worker() -> FastAPI:
    """Return the application of one process among several; settings come from the environment."""
    return _configured(EditionInputs(corpus_folder(), data_folder(None), WhooshIndexBuilder()), slots=1)


def _configured(inputs: EditionInputs, slots: int) -> FastAPI:
    log_to(inputs.data / "logs")
    public_url = os.environ.get("HAZARDKB_PUBLIC_URL", "")
    return application(inputs, Settings(public_url=public_url, search_slots=slots))
