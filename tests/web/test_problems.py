"""Errors are one Chinese sentence, as page or problem JSON, never internals."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.edition import EditionInputs
from kb.holder import OpenEdition
from kb.model.search import SearchBackend
from tests.web.client import Client, client_of
from tests.web.conftest import make_app
from web.middleware import SECURITY_HEADERS

INTERNALS = ("Traceback", "site-packages", ".py", "sqlite", "Error")

BAD = {
    "/nowhere": 404,
    "/entries/metallurgy-99-001-1": 404,
    "/entries/%00": 404,
    "/entries/..%2f..%2fetc%2fpasswd": 404,
    "/industries/mining": 404,
    "/industries/metallurgy/99": 404,
    "/industries/metallurgy/²": 404,
    "/posts/nobody": 404,
    "/playbooks/nothing": 404,
    "/regulations/nothing": 404,
    "/search?page=0": 400,
    "/search?page=1e3": 400,
    "/search?page=九": 400,
    "/search?per_page=101": 400,
    "/search?industry=采矿": 400,
    "/search?kind=all": 400,
    "/search?accident_type=放炮x": 400,
    "/search?emergency=2": 400,
    "/search?post=nobody": 404,
}


@pytest.mark.parametrize(("url", "status"), BAD.items())
def test_pages_say_it_in_chinese(url: str, status: int, client: Client) -> None:
    response = client.get(url)
    assert response.status_code == status
    message = client.context["message"]
    assert message.endswith("。")
    assert not [word for word in INTERNALS if word in response.text]


@pytest.mark.parametrize(("url", "status"), [(url, s) for url, s in BAD.items() if url.startswith("/search")])
def test_the_api_says_the_same_as_problem_json(url: str, status: int, client: Client) -> None:
    response = client.get("/api/v1" + url)
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["status"]) == (status, status)
    assert client.get(url).status_code == status
    assert body["detail"] == client.context["message"]
    assert set(body) <= {"title", "status", "detail", "type", "candidates"}


@pytest.mark.parametrize("url", ["/api/v1/entries/x", "/api/v1/posts/x/card", "/api/v1/regulations/x", "/api/v1/none"])
def test_unknown_things_of_the_api_are_404(url: str, client: Client) -> None:
    response = client.get(url)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_an_unforeseen_error_shows_a_number_and_nothing_else(
    inputs: EditionInputs, opened: OpenEdition[SearchBackend], caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_args: object) -> bytes:
        raise ZeroDivisionError("secret detail")

    with client_of(make_app(inputs, renderer=fails)) as client:
        response = client.get(f"/posts/{opened.knowledge.posts()[0].id}/documents/notice.pdf")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "ZeroDivision" not in response.text
    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    number = caplog.records[-1].getMessage().split()[1]
    assert number in response.text


def test_before_the_first_build_the_page_says_what_to_do(tmp_path: Path, inputs: EditionInputs) -> None:
    empty = EditionInputs(inputs.corpus, tmp_path, inputs.index_builder)
    with client_of(make_app(empty)) as client:
        page, body = client.get("/"), client.get("/healthz")
    assert (page.status_code, body.status_code) == (503, 503)
    assert "hazardkb build" in page.text
    assert "hazardkb build" in body.json()["detail"]
