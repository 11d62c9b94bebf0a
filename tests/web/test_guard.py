"""Who may write: this machine without a password, the trainer with it, nobody by way of another site's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi import Depends, FastAPI, Request

from kb.edition import EditionInputs
from kb.holder import OpenEdition
from kb.model.search import SearchBackend
from kb.records import passwords
from kb.records.database import Records, default_address
from tests.web.conftest import make_app
from web.forms import FormLimits, form_of
from web.guard import COOKIE, Writer, writer_of

pytestmark = pytest.mark.usefixtures("quick_passwords")

HERE, PLANT = "http://127.0.0.1:8000", "http://plant.example:8000"
RIGHT = "安全第一-2026"


@dataclass
class Site:
    """The application with a route that writes, asked from any address under any name."""

    app: FastAPI
    records: Records
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, url: str, peer: str = "127.0.0.1", base: str = HERE, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=(peer, 1234))
            async with httpx.AsyncClient(transport=transport, base_url=base, cookies=self.cookies) as client:
                return await client.request(method, url, **more)

        return anyio.run(ask)

    def write(self, peer: str = "127.0.0.1", base: str = HERE, **headers: str) -> int:
        return self.ask("POST", "/write", peer, base, headers=headers).status_code

    def log_in(self, password: str, **more: Any) -> httpx.Response:
        form = {"password": password, "next": "/posts?x=1"}
        return self.ask("POST", "/login", "192.0.2.7", PLANT, data=form, **more)


@pytest.fixture
def site(inputs: EditionInputs, opened: OpenEdition[SearchBackend], tmp_path: Path) -> Iterator[Site]:
    app = make_app(inputs)
    app.state.services.records = Records(default_address(tmp_path))

    @app.post("/write")
    async def write(writer: Writer = Depends(writer_of)) -> str:  # noqa: B008
        return writer.name

    @app.post("/form")
    async def form(request: Request) -> dict[str, str]:
        async with form_of(request, FormLimits(total=1000, fields=3, field=100, files=1)) as sent:
            return {name: value if isinstance(value, str) else f"file {value.size}" for name, value in sent.items()}

    app.router.routes.insert(0, app.router.routes.pop())
    yield Site(app, app.state.services.records)
    app.state.services.records.close()


@pytest.mark.parametrize("base", [HERE, "http://localhost:8000", "http://[::1]:8000"])
def test_this_machine_writes_without_a_password(site: Site, base: str) -> None:
    assert site.write("127.0.0.1", base) == 200
    assert site.write("::1", base, **{"sec-fetch-site": "same-origin", "origin": base}) == 200
    assert site.ask("POST", "/write").json() == "本机"


@pytest.mark.parametrize(
    ("peer", "base", "headers"),
    [
        ("192.0.2.7", PLANT, {}),
        ("192.0.2.7", HERE, {}),  # calls itself local
        ("127.0.0.1", "http://evil.example:8000", {}),  # DNS rebinding
        ("127.0.0.1", "http://127.0.0.1.evil.example:8000", {}),
        ("127.0.0.1", HERE, {"x-forwarded-for": "127.0.0.1"}),
        ("127.0.0.1", HERE, {"forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", HERE, {"via": "1.1 proxy"}),
        ("127.0.0.1", HERE, {"sec-fetch-site": "same-origin", "origin": "https://plant.example"}),  # nginx as it comes
    ],
)
def test_nobody_else_does(site: Site, peer: str, base: str, headers: dict[str, str]) -> None:
    answer = site.ask("POST", "/write", peer, base, headers=headers)
    assert answer.status_code == 403
    assert "hazardkb password" in answer.text
    passwords.set_password(site.records, RIGHT)
    assert site.write(peer, base, **headers) == 401


def test_local_writing_can_be_turned_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = site.app.state.services.settings
    object.__setattr__(settings, "local_writes", False)
    assert site.write() == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},  # another port of this machine
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "null"},
        {"referer": "http://evil.example/page"},
    ],
)
def test_another_sites_page_cannot_write_not_even_here(site: Site, headers: dict[str, str]) -> None:
    answer = site.ask("POST", "/write", headers=headers)
    assert (answer.status_code, "不是从本站的网页" in answer.text) == (403, True)
    assert site.ask("POST", "/login", headers=headers, data={"password": RIGHT}).status_code == 403


def test_the_trainer_logs_in_returns_and_logs_out(site: Site) -> None:
    passwords.set_password(site.records, RIGHT)
    answer = site.log_in(RIGHT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/posts?x=1")
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"))
    site.cookies[COOKIE] = answer.cookies[COOKIE]
    assert site.write("192.0.2.7", PLANT) == 200
    assert site.ask("POST", "/logout", "192.0.2.7", PLANT).status_code == 303
    assert site.write("192.0.2.7", PLANT) == 401


def test_wrong_passwords_are_told_and_bounded(site: Site) -> None:
    passwords.set_password(site.records, RIGHT)
    answers = [site.log_in("不对") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert "密码不对" in answers[0].text
    assert "15 分钟" in answers[5].text
    assert "/posts?x=1" in answers[0].text
    assert site.log_in(RIGHT).status_code == 429


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "x", "/a b"])
def test_nobody_is_sent_elsewhere_after_logging_in(site: Site, back: str) -> None:
    passwords.set_password(site.records, RIGHT)
    answer = site.ask("POST", "/login", "192.0.2.7", PLANT, data={"password": RIGHT, "next": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": {"a": "甲"}}, 200),
        ({"data": {"a": "x" * 990}}, 400),
        ({"data": {"a": "x" * 2000}}, 413),
        ({"data": {f"a{n}": "x" for n in range(4)}}, 400),
        ({"files": {"a": b"x" * 500}}, 200),
        ({"files": {"a": b"x" * 2000}}, 413),
        ({"files": [("a", b"x"), ("b", b"x")]}, 400),
        ({"content": b"a=1"}, 400),
        ({"content": b"--x", "headers": {"content-type": "multipart/form-data"}}, 400),
    ],
)
def test_forms_have_bounds(site: Site, sent: dict[str, Any], status: int) -> None:
    answer = site.ask("POST", "/form", **sent)
    assert answer.status_code == status, answer.text
    assert status == 200 or "。" in answer.text


def test_a_body_that_does_not_say_its_length_is_bounded_too(site: Site) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        yield b'--x\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\n'
        for _ in range(100):
            yield b"x" * 100

    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert site.ask("POST", "/form", content=endless(), headers=kind).status_code == 413
