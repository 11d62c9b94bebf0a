"""The JSON API: answers fit their stored schemas, keep the contract's names and types, and agree with the pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest

from kb.store.knowledge import Knowledge
from tests.web.client import Client
from web.api_models import ANSWERS
from web.api_schemas import FOLDER, schema_text


def get(client: Client, url: str) -> dict[str, Any]:
    """Return the JSON of an answer that must be 200."""
    response = client.get(url)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json"), url
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("name", ANSWERS)
def test_stored_schemas_have_not_drifted(name: str) -> None:
    stored = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert stored == schema_text(name), "run python -m web.api_schemas"


def test_no_schema_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(ANSWERS)


def addresses(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Return schema name and address of every entry, document and post card, and of some searches."""
    entries = [("entry", f"/api/v1/entries/{entry.id}") for entry in knowledge.all_entries()[::7]]
    documents = [("regulation", f"/api/v1/regulations/{quote(r.id)}") for r in knowledge.regulations()[::5]]
    cards = [("card", f"/api/v1/posts/{post.id}/card") for post in knowledge.posts()[:12]]
    searches = [
        ("search", f"/api/v1/search?{query}") for query in ("q=煤气", "", "kind=post", "q=zzz", "q=通风&page=2")
    ]
    applicable = [("applicable", f"/api/v1/clauses?{query}") for query in ("industry=metallurgy", "post=高炉炉前工")]
    return [*entries, *documents, *cards, *searches, *applicable, ("posts", "/api/v1/posts"), ("health", "/healthz")]


def test_answers_fit_their_schemas(client: Client, knowledge: Knowledge) -> None:
    validators = {name: jsonschema_rs.validator_for(json.loads(schema_text(name))) for name in ANSWERS}
    for name, url in addresses(knowledge):
        validators[name].validate(get(client, url))


def test_problems_fit_their_schema(client: Client) -> None:
    validator = jsonschema_rs.validator_for(json.loads(schema_text("problem")))
    for url in ("/api/v1/entries/x", "/api/v1/search?page=0", "/api/v1/nothing"):
        validator.validate(client.get(url).json())


HIT = {
    "id", "kind", "title", "url", "score", "highlights", "industry", "location", "hazard", "accident_types",
    "control_measures", "legal_basis", "emergency_response",
}  # fmt: skip


def test_hits_keep_the_contract(client: Client) -> None:
    answer = get(client, "/api/v1/search?q=煤气&kind=hazard&per_page=100")
    assert {"total", "took_ms", "suggestion", "hits", "facets"} <= set(answer)
    for hit in answer["hits"]:
        assert set(hit) >= HIT
        assert all(set(item) == {"code", "name"} for item in hit["accident_types"])
        wanted = {"document_id", "as_printed", "clause", "status", "certainty"}
        assert all(set(item) >= wanted for item in hit["legal_basis"])
        assert all(isinstance(line, str) for line in hit["control_measures"])
        assert isinstance(hit["industry"], str)
    for values in answer["facets"].values():
        assert all(set(value) == {"code", "name", "count"} for value in values)


def test_spans_are_code_points_of_what_was_asked(client: Client) -> None:
    hits = get(client, f"/api/v1/search?q={quote('“煤气”')}")["hits"]
    marked = [text[s:e] for hit in hits for h in hit["highlights"] for text in [h["text"]] for s, e in h["spans"]]
    assert marked
    assert set("".join(marked)) <= set("煤气 ")


def test_page_and_api_find_the_same(client: Client) -> None:
    api = get(client, "/api/v1/search?q=煤气&per_page=10")
    page = client.page("/search?q=煤气")
    assert [hit["id"] for hit in api["hits"]] == [hit.facts.id for hit in page["hits"]]
    assert api["total"] == page["total"]


def test_a_hit_says_all_measures_of_its_entry(client: Client, knowledge: Knowledge) -> None:
    for hit in get(client, "/api/v1/search?q=通风&kind=hazard")["hits"]:
        measures = knowledge.entry(hit["id"]).measures
        assert len(hit["control_measures"]) == len(measures)
        assert all(line.endswith(m.text) for line, m in zip(hit["control_measures"], measures, strict=True))


def test_a_regulation_is_judged_on_the_day_asked(client: Client, knowledge: Knowledge) -> None:
    dated = next(r for r in knowledge.regulations() if len(r.editions) == 1 and r.editions[0].in_force)
    first = dated.editions[0].in_force
    assert first is not None
    before = get(client, f"/api/v1/regulations/{dated.id}?on=1949-10-01")
    assert before["as_of"] == "1949-10-01"
    assert before["status"] != "in_force"


@pytest.mark.parametrize("day", ["2026-13-01", "today", "20260701x", "'"])
def test_a_day_that_is_none_is_refused(day: str, client: Client, knowledge: Knowledge) -> None:
    url = f"/regulations/{knowledge.regulations()[0].id}"
    assert client.get(url, params={"on": day}).status_code == 400
    assert client.get("/api/v1" + url, params={"on": day}).status_code == 400


def test_posts_answer_to_their_names(client: Client, knowledge: Knowledge) -> None:
    post = next(p for p in knowledge.posts() if p.aliases)
    by_id, by_title = (get(client, f"/api/v1/posts/{quote(key)}/card") for key in (post.id, post.title))
    assert by_id == by_title


def test_the_openapi_document_names_every_answer(client: Client) -> None:
    document = get(client, "/api/v1/openapi.json")
    assert {"/api/v1/search", "/api/v1/entries/{entry_id}", "/healthz"} <= set(document["paths"])
    text = json.dumps(document)
    references = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert references <= set(document["components"]["schemas"])
    assert {model.__name__ for model in ANSWERS.values()} <= set(document["components"]["schemas"])
    parameters = {p["name"]: p for p in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert parameters["page"]["schema"]["type"] == "integer"
