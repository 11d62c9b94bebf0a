"""The pages of batches: handing in, watching without scripts, fetching; who may, how much, and nothing of the user's
in a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI

from ingest.spreadsheet import read_sheet
from kb.edition import EditionInputs
from kb.holder import OpenEdition
from kb.model.search import SearchBackend
from kb.records.database import Records, default_address
from kb.store.knowledge import Knowledge
from tests.web.batches.sheets import list_of
from tests.web.conftest import make_app
from web.batches.desk import Desk
from web.batches.work import Means, work_through

HERE, PLANT = "http://127.0.0.1:8000", "http://plant.example:8000"
FORM = {"industry": "", "document": "signoff.pdf", "joined": "1", "enterprise": "../甲厂"}
LIST = list_of(("岗位", "企业", "车间"), ("行车工", "<b>=1+1", "{{ 7*7 }}"), ("没有的", "", ""))


@dataclass
class Site:
    """The application with a desk of its own; `works` says whether what waits is made when the process is woken."""

    app: FastAPI
    woken: list[bool]

    def ask(self, method: str, url: str, base: str = HERE, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=("127.0.0.1", 1234))
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                return await client.request(method, url, **more)

        return anyio.run(ask)

    def hand_in(self, files: dict[str, Any] | None = None, base: str = HERE, **fields: str) -> httpx.Response:
        return self.ask("POST", "/batch", base, data=FORM | fields, files=files or {"list": ("", b"")})


@pytest.fixture
def site(
    inputs: EditionInputs, opened: OpenEdition[SearchBackend], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    app, woken = make_app(inputs), []
    services = app.state.services
    services.records, services.desk = Records(default_address(tmp_path)), Desk(tmp_path)
    monkeypatch.setattr(Desk, "wake", lambda desk: woken.append(True))
    yield Site(app, woken)
    services.records.close()


def test_a_list_is_handed_in_watched_and_fetched(site: Site, knowledge: Knowledge) -> None:
    answer = site.hand_in({"list": ("../../名单.xlsx", LIST)})
    address = answer.headers["location"]
    assert (answer.status_code, site.woken) == (303, [True])
    waiting = site.ask("GET", address)
    assert "排队中" in waiting.text
    assert (waiting.headers["refresh"], waiting.headers["cache-control"]) == ("3", "no-store")
    assert len(site.woken) == 2
    services = site.app.state.services
    work_through(services.desk.batches, Means(knowledge, read_sheet, services.records))
    done = site.ask("GET", address)
    assert "做好了" in done.text
    assert "第 3 行：没有“没有的”这个岗位" in done.text
    assert "refresh" not in done.headers
    result = site.ask("GET", f"{address}/result")
    assert result.content.startswith(b"%PDF")
    assert 'filename="signoff-batch.pdf"' in result.headers["content-disposition"]


def test_an_industry_is_handed_in(site: Site) -> None:
    address = site.hand_in(industry="textile").headers["location"]
    assert "纺织行业全部岗位" in site.ask("GET", address).text
    assert address in site.ask("GET", "/batch").text


def test_a_result_is_there_only_when_it_is_finished(site: Site) -> None:
    address = site.hand_in(industry="textile").headers["location"]
    answer = site.ask("GET", f"{address}/result")
    assert (answer.status_code, "还没有做好" in answer.text) == (404, True)
    assert site.ask("GET", "/batch/..%2f..%2fetc").status_code == 404


@pytest.mark.parametrize(
    ("fields", "files", "says"),
    [
        ({}, None, "两样选一样"),
        ({"industry": "textile"}, {"list": ("a.xlsx", LIST)}, "两样选一样"),
        ({"industry": "textile", "document": "../x.pdf"}, None, "没有这种文件"),
        ({"industry": "textile", "document": "register.xlsx"}, None, "只有 PDF 能合成"),
        ({"industry": "textile", "enterprise": "长" * 3000}, None, "太长"),
    ],
)
def test_what_cannot_be_made_is_said(site: Site, fields: dict[str, str], files: Any, says: str) -> None:
    answer = site.hand_in(files, **fields)
    assert (answer.status_code, says in answer.text) == (400, True)
    assert site.woken == []


def test_a_list_too_large_is_refused_before_it_is_read(site: Site) -> None:
    assert site.hand_in({"list": ("a.xlsx", b"x" * 2_300_000)}).status_code == 413


def test_only_who_may_write_starts_a_batch_and_sees_those_of_others(site: Site) -> None:
    site.hand_in(industry="textile")
    assert site.hand_in(base=PLANT, industry="textile").status_code == 403
    foreign = site.ask(
        "POST", "/batch", data=FORM | {"industry": "textile"}, files={"list": ("", b"")},
        headers={"sec-fetch-site": "cross-site"},
    )  # fmt: skip
    assert foreign.status_code == 403
    page = site.ask("GET", "/batch", PLANT)
    assert "最近的几批" not in page.text
    assert "登录" in page.text
