"""Serves the pages: the application with the real index, library and renderer, in one process or more."""

from __future__ import annotations

import gc
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.edition import EditionInputs
from kb.holder import EditionHolder
from kb.model.search import SearchBackend
from kb.paths import corpus_folder, data_folder
from kb.records.database import Records, default_address
from web import documents
from web.app import create_app
from web.batches.desk import Desk
from web.intake import intake_over
from web.logs import log_to
from web.pictures import LibraryPictures
from web.settings import Settings
from web.state import Services
from web.warming import ask_once, warm_up


def application(inputs: EditionInputs, settings: Settings) -> FastAPI:
    """Return the application over the editions and the library of `inputs`, its edition open and used once.

    Raises EditionError when there is no edition or it cannot be opened.
    """
    holder: EditionHolder[SearchBackend] = EditionHolder(inputs.editions, WhooshBackend.open, warm=warm_up)
    holder.current()
    records = records_of(inputs.data)
    pictures, desk, intake = LibraryPictures(inputs.library), Desk(inputs.data), intake_over(inputs)
    return create_app(Services(settings, holder, documents.render, pictures, records, desk, intake))


def records_of(data: Path) -> Records:
    """Return the enterprise's records: $HAZARDKB_RECORDS, else a file in the data folder."""
    return Records(os.environ.get("HAZARDKB_RECORDS") or default_address(data))


def serve(inputs: EditionInputs, host: str, port: int, workers: int = 1) -> None:
    """Serve until stopped, from `workers` processes that share the mapped index.

    Before that the records are brought to their newest form (RecordsError where that cannot be). Requests are not
    logged: their addresses hold what people asked.
    """
    records_of(inputs.data).prepare()
    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "timeout_keep_alive": 15,
    }
    if workers == 1:
        uvicorn.run(_configured(inputs, slots=2), **options)
        return
    os.environ["HAZARDKB_DATA"] = str(Path(inputs.data).resolve())  # each process makes its own application
    config = uvicorn.Config("web.server:worker", factory=True, workers=workers, **options)
    listening = config.bind_socket()  # says so when the address is taken
    # asyncio does this only for sockets it made itself; without it every answer waits 40 ms for an acknowledgement
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if sys.platform == "linux":
        listening.close()
        listening = OwnSocket(host, port)
    Multiprocess(config, sockets=[listening]).run()


class OwnSocket(socket.socket):
    """Stands for a listening socket that every worker opens for itself when it is handed this one.

    Of one that all share the first worker to wake takes all connections that wait; among sockets of their own the
    kernel deals them out (SO_REUSEPORT, socket(7)).
    """

    def __init__(self, host: str, port: int) -> None:
        super().__init__(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._address = (host, port)

    def __reduce__(self) -> tuple[Callable[..., socket.socket], tuple[str, int]]:
        """Pickle the address, not the handle."""
        return _listening, self._address


def _listening(host: str, port: int) -> socket.socket:
    own = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    for level, option in ((socket.SOL_SOCKET, socket.SO_REUSEADDR), (socket.SOL_SOCKET, socket.SO_REUSEPORT)):
        own.setsockopt(level, option, 1)
    own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    own.bind((host, port))
    own.set_inheritable(True)
    return own


def worker() -> FastAPI:
    """Return the application of one process among several; settings come from the environment."""
    return _configured(EditionInputs(corpus_folder(), data_folder(None), WhooshIndexBuilder()), slots=1)


def _configured(inputs: EditionInputs, slots: int) -> FastAPI:
    log_to(inputs.data / "logs")
    public_url = os.environ.get("HAZARDKB_PUBLIC_URL", "")
    local = os.environ.get("HAZARDKB_LOCAL_WRITES", "") != "password"
    app = application(inputs, Settings(public_url=public_url, search_slots=slots, local_writes=local))
    ask_once(app)
    gc.freeze()  # what was loaded at start stays; going through it again stalled requests for a tenth of a second
    return app
