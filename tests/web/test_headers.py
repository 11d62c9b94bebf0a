"""Security headers, conditional requests, HEAD, and how long things may be kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kb.edition import EditionInputs
from tests.web.client import Client, client_of
from tests.web.conftest import DAY, make_app
from web.middleware import SECURITY_HEADERS
from web.pages import static_url


@pytest.mark.parametrize("url", ["/", "/search?q=x", "/nowhere", "/healthz", "/static/app.css", "/api/v1/entries/x"])
def test_every_answer_has_the_security_headers(url: str, client: Client) -> None:
    headers = client.get(url).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = SECURITY_HEADERS["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not [word for word in ("unsafe", "http", "*", "data:") if word in policy]


def test_a_page_is_answered_304_to_who_has_it(client: Client) -> None:
    first = client.get("/about")
    again = client.get("/about", headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == again.headers["cache-control"] == "private, no-cache"


def test_the_tag_changes_with_the_day(inputs: EditionInputs, client: Client) -> None:
    with client_of(make_app(inputs, DAY + timedelta(days=1))) as tomorrow:
        stale = client.get("/regulations").headers["etag"]
        assert tomorrow.get("/regulations", headers={"if-none-match": stale}).status_code == 200


def test_errors_are_not_kept(client: Client) -> None:
    response = client.get("/entries/none-01-001-1")
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    get, head = client.get("/posts"), client.request("HEAD", "/posts")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == get.headers["etag"]


def test_named_static_files_are_kept_for_a_year(client: Client) -> None:
    assert "immutable" in client.get(static_url("app.css")).headers["cache-control"]
    assert client.get("/static/app.css").headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(method: str, client: Client) -> None:
    response = client.request(method, "/search")
    assert response.status_code == 405
    assert "没有" not in response.json()["detail"] if response.headers["content-type"].endswith("json") else True
