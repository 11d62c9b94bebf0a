"""Serving: answers kept in memory, editions swapped under load by two servers on one folder, damage said in words."""

from __future__ import annotations

import http.client
import os
import pickle
import random
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import anyio
import httpx
import pytest
from fastapi import FastAPI

from index.backend import WhooshBackend
from kb.edition import EditionInputs, build_edition, current_edition
from kb.errors import EditionError
from kb.holder import EditionHolder
from kb.model.official import OfficialRow
from kb.model.search import SearchBackend
from kb.records.database import Records, default_address
from kb.store.corpus import load_corpus
from tests.own.small import copied
from tests.waiting import wait_until
from tests.web.conftest import DAY
from web import documents
from web.answers import Answer, AnswerStore
from web.app import create_app
from web.batches.desk import Desk
from web.intake import intake_over
from web.pictures import LibraryPictures
from web.server import OwnSocket, application
from web.settings import Settings
from web.state import AT_ONCE, Services
from web.warming import warm_up

ROOT = Path(__file__).parents[2]
SEARCHES = ("/search?q=%E7%85%A4%E6%B0%94", "/api/v1/search?q=%E7%85%A4%E6%B0%94")


@dataclass
class Counting:
    """A backend that counts its searches."""

    backend: SearchBackend
    searches: list[str] = field(default_factory=list)
    size: int = 0
    threads: list[str] = field(default_factory=list)

    def search(self, query):  # type: ignore[no-untyped-def]
        self.searches.append(query.text)
        self.threads.append(threading.current_thread().name)
        return self.backend.search(query)

    def suggest(self, prefix: str, limit: int = 8):  # type: ignore[no-untyped-def]
        return self.backend.suggest(prefix, limit)


@dataclass
class Served:
    """An application whose day can be moved and whose searches are counted."""

    app: FastAPI
    searches: list[str]
    day: list[date]

    def get(self, url: str, **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url="http://x") as client:
                return await client.get(url, headers=headers)

        return anyio.run(ask)


def served(inputs: EditionInputs, remembered_bytes: int = 2**26) -> Served:
    searches: list[str] = []
    holder: EditionHolder[SearchBackend] = EditionHolder(
        inputs.editions, lambda folder: Counting(WhooshBackend.open(folder), searches), interval=0
    )
    day = [DAY]
    settings = Settings(remembered_bytes=remembered_bytes)
    records = Records(default_address(inputs.data))
    pictures = LibraryPictures(inputs.library)
    app = create_app(
        Services(
            settings,
            holder,
            documents.render,
            pictures,
            records,
            Desk(inputs.data),
            intake_over(inputs),
            lambda: day[0],
        )
    )
    return Served(app, searches, day)


def with_row(inputs: EditionInputs) -> None:
    """Compile another edition: one with an imported row."""
    entry = load_corpus(inputs.corpus).entries[0]
    row = OfficialRow(
        id=entry.id, industry="x", chapter="x", location="x", hazard="新导入", digest=entry.official_digest
    )
    inputs.library.put("cd" * 32, [row])
    build_edition(inputs)


@pytest.fixture
def own(small: EditionInputs, tmp_path: Path) -> EditionInputs:
    """A data folder of one's own with the edition of the small corpus."""
    return copied(small, tmp_path)


@pytest.mark.parametrize(("size", "beside"), [(AT_ONCE, False), (AT_ONCE + 1, True)])
def test_only_a_large_index_is_searched_beside_the_event_loop(size: int, beside: bool, own: EditionInputs) -> None:
    server = served(own)
    backend = server.app.state.services.holder.current().backend
    backend.size = size
    server.get(SEARCHES[1])
    assert [name.startswith("answer") for name in backend.threads] == [beside]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all share one")
def test_each_process_that_is_handed_the_socket_listens_for_itself() -> None:
    with OwnSocket("127.0.0.1", free_port()) as parents:
        handed = pickle.dumps(parents)
    with pickle.loads(handed) as one, pickle.loads(handed) as other:  # noqa: S301 - our own
        assert one.getsockname() == other.getsockname()
        assert one.fileno() != other.fileno()
        other.listen()
        socket.create_connection(other.getsockname(), timeout=5).close()


@pytest.mark.parametrize("url", SEARCHES)
def test_the_same_question_is_worked_out_once_and_answered_alike(url: str, own: EditionInputs) -> None:
    server = served(own)
    first, again = server.get(url), server.get(url)
    assert len(server.searches) == 1
    assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)
    assert again.headers["cache-control"] == "private, no-cache"
    assert server.get(url, **{"if-none-match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("url", SEARCHES)
def test_no_answer_is_kept_over_midnight(url: str, own: EditionInputs) -> None:
    server = served(own)
    first = server.get(url)
    server.day[0] += timedelta(days=1)
    again = server.get(url, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, len(server.searches)) == (200, 2)
    assert again.headers["etag"] != first.headers["etag"]


def test_no_answer_is_kept_over_editions(own: EditionInputs) -> None:
    server = served(own)
    first, url = server.get(SEARCHES[1]), SEARCHES[1]
    with_row(own)
    wait_until(lambda: server.get(url).headers["etag"] != first.headers["etag"])
    assert len(server.searches) == 2
    assert "新导入" in server.get("/api/v1/search?q=%E6%96%B0%E5%AF%BC%E5%85%A5").text


def test_other_addresses_errors_and_no_memory_are_not_kept(own: EditionInputs) -> None:
    server, without = served(own), served(own, remembered_bytes=0)
    for url in ("/search?q=x&page=0", "/search?q=x&page=0"):
        assert server.get(url).status_code == 400
    assert server.get("/search?q=a").text != server.get("/search?q=b").text
    for _ in range(2):
        assert without.get(SEARCHES[0]).status_code == 200
    assert len(without.searches) == 2


def test_the_store_keeps_to_its_limit_and_lets_the_oldest_go() -> None:
    store = AnswerStore(100_000)
    for number in range(20):
        store.get(("t", "/search", b"0"))
        store.put(("t", "/search", b"%d" % number), Answer((), b"x" * 9_000))
    assert 50_000 < store.size <= 100_000
    assert store.get(("t", "/search", b"0")) is not None
    assert store.get(("t", "/search", b"1")) is None
    store.put(("t", "/search", b"large"), Answer((), b"x" * 50_000))
    assert store.get(("t", "/search", b"large")) is None


@pytest.mark.parametrize("name", ["index/meta.msgpack", "index/arrays/rows.npy", "index/arrays/parents.npy"])
@pytest.mark.parametrize("damage", ["gone", "cut", "foreign"])
def test_a_damaged_index_is_said_in_one_sentence(name: str, damage: str, own: EditionInputs) -> None:
    folder = current_edition(own.editions)
    assert folder is not None
    file = folder / name
    content = file.read_bytes()
    file.unlink()
    if damage != "gone":
        file.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\x93foreign" * 50)
    with pytest.raises(EditionError, match=r"打不开.*hazardkb build"):
        application(own, Settings())
    answer = served(own).get("/api/v1/search?q=x")
    assert answer.status_code == 503
    assert "hazardkb build" in answer.json()["detail"]


def test_a_damaged_new_edition_leaves_the_old_serving(own: EditionInputs) -> None:
    holder: EditionHolder[SearchBackend] = EditionHolder(own.editions, WhooshBackend.open, 0, warm_up)
    before = holder.current()
    shutil.copytree(before.folder, own.editions / "damaged")
    (own.editions / "damaged" / "index" / "meta.msgpack").write_bytes(b"")
    (own.editions / "current").write_text("damaged", encoding="ascii")
    for _ in range(20):
        assert holder.current() is before
    (own.editions / "current").write_text(before.folder.name, encoding="ascii")


def free_port() -> int:
    """Return a port nobody listens on, below those that systems give out by themselves.

    So a browser or server of the tests beside these does not take it before the server here does.
    """
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311 - any will do
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port


@contextmanager
def running(inputs: EditionInputs, workers: int) -> Iterator[int]:
    """Run `hazardkb serve` on a free port; yields the port."""
    port = free_port()
    program = (
        "import sys; from pathlib import Path; from web.server import serve; from kb.edition import EditionInputs;"
    )
    program += "from index.builder import WhooshIndexBuilder;"
    program += "serve(EditionInputs(Path(sys.argv[1]), Path(sys.argv[2]), WhooshIndexBuilder()), '127.0.0.1', "
    program += "int(sys.argv[3]), int(sys.argv[4]))"
    command = [sys.executable, "-c", program, str(inputs.corpus), str(inputs.data), str(port), str(workers)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
        try:
            wait_until(lambda: _answers(port), 60)
            yield port
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return get(port, "/healthz")[0] == 200
    return False


def get(port: int, path: str) -> tuple[int, str]:
    """Ask on a connection of its own, so that any process of the server may answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_two_servers_move_to_a_new_edition_under_load(own: EditionInputs) -> None:
    paths = [*SEARCHES, "/", "/posts", "/api/v1/search?q=meiqi"]
    statuses: list[int] = []
    stop = threading.Event()

    def load(port: int) -> None:
        while not stop.is_set():
            statuses.extend(get(port, path)[0] for path in paths)

    with running(own, 1) as one, running(own, 2) as other:
        asking = [threading.Thread(target=load, args=(port,)) for port in (one, other, other)]
        for thread in asking:
            thread.start()
        try:
            with_row(own)
            new = current_edition(own.editions)
            assert new is not None
            for port in (one, other):
                wait_until(lambda port=port: all(new.name in get(port, "/healthz")[1] for _ in range(8)), 60)
                wait_until(lambda port=port: "新导入" in get(port, "/search?q=%E6%96%B0%E5%AF%BC%E5%85%A5")[1])
        finally:
            stop.set()
            for thread in asking:
                thread.join()
    assert len(statuses) > 50
    assert set(statuses) == {200}
