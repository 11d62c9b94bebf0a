"""Tried as a safety officer would: a scanned annex of three pages from upload to corrected rows to a card."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Page, sync_playwright

from ingest.ocr import model_path
from ingest.taking import take_waiting
from kb.edition import EditionInputs, build_edition
from tests.ingest.scanning import Scanner, scan_pdf
from tests.own.annex import NAME, print_annex
from tests.own.small import copied
from tests.web import annex_walk
from tests.web.conftest import make_app
from web.background import BackgroundBuild
from web.intake import Intake

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        model_path() is None, reason="没有安装 ocr 组件（pip install 'hazardkb[ocr]'），跳过扫描件的试用"
    ),
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="没有安装 chromium（apt-get install chromium），跳过浏览器测试"
    ),
]
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
UNFIT = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]):not([type=checkbox]), summary')]
  .filter(e => e.getClientRects().length && !e.classList.contains('skip') && e.getBoundingClientRect().height < 43.9)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def inputs(small: EditionInputs, tmp_path_factory: pytest.TempPathFactory) -> EditionInputs:
    """A small corpus, compiled, and an empty library."""
    return copied(small, tmp_path_factory.mktemp("annex"))


@pytest.fixture
def app(inputs: EditionInputs, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The application; reading and building run in a thread over the small corpus, not in a process over the whole."""

    def soon(task: object) -> None:
        threading.Thread(target=task, daemon=True).start()  # type: ignore[arg-type]

    def read(intake: Intake) -> None:
        soon(lambda: take_waiting(inputs, intake.uploads, lambda: build_edition(inputs)))

    monkeypatch.setattr(Intake, "wake", read)
    monkeypatch.setattr(BackgroundBuild, "request", lambda _self: None)
    return make_app(inputs)


@pytest.fixture
def page(app: FastAPI) -> Iterator[Page]:
    """A phone-sized page on the application, served on a free port."""
    with socket.socket() as free, sync_playwright() as playwright:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        yield opened.new_page(viewport={"width": 360, "height": 740}, base_url=address)
        opened.close()
        server.should_exit = True
        thread.join(10)


def test_a_scanned_annex_from_upload_to_card(
    page: Page, inputs: EditionInputs, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("scan")
    scan = scan_pdf(print_annex(folder / NAME, a_page=1), folder / "附件（扫描）.pdf", Scanner(150, 0.8, 6, 75))

    def look(stop: str) -> None:
        if stop == "reading":  # comes again by itself every few seconds
            return
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") == width, stop
            assert page.evaluate(UNFIT) == [], stop
            found = Axe().run(page).response["violations"]
            assert [(stop, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        page.set_viewport_size({"width": 360, "height": 740})

    annex_walk.upload(page, scan, look)
    entry = annex_walk.put_right(page, look)
    (stored,) = inputs.library.stored()
    assert [claim.kind for claim in inputs.claims.claims(stored.sha)] == ["accept", "correct", "accept"]
    assert all(annex_walk.CORRECTED not in row.location for row in inputs.library.rows())
    build_edition(inputs)
    annex_walk.print_it(page, entry, look)
