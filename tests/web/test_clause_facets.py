"""Clauses filtered by document, kind, status and year: page and JSON agree, and status is that of the day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest

from kb.holder import OpenEdition
from kb.model.clause import split_clause_id
from kb.model.search import SearchBackend
from kb.services.search_status import edition_codes
from kb.services.validity import NAMES
from tests.web.client import Client
from web.views.query import SearchState
from web.views.search import answer, results_page

TODAY, YEARS_AGO = date(2026, 11, 27), date(2015, 1, 1)


def shown(edition: OpenEdition[SearchBackend], day: date, **filters: str) -> tuple[int, dict[str, dict[str, int]]]:
    """How many clauses, and the counts a facet shows by name."""
    state = SearchState(kind="clause", **filters)
    page = results_page(answer(state, edition, day, 1), edition, day)
    views = {facet.field: facet for facet in page.facets}
    return page.total, {name: {v.name: v.count for v in (*f.links, *f.more)} for name, f in views.items()}


def test_status_is_counted_for_the_day_under_every_combination(opened: OpenEdition[SearchBackend]) -> None:
    knowledge = opened.knowledge
    groups = [(g, len(g.digests), knowledge.regulation(g.document)) for g in knowledge.digests()]
    for day, status, kind, year in product((TODAY, YEARS_AGO), ("", "in_force", "unknown"), ("", "law"), ("", "2021")):
        codes = edition_codes(knowledge, day)
        counts: Counter[str] = Counter()
        total = 0
        for group, count, regulation in groups:
            if kind in ("", regulation.kind) and year in ("", group.edition[:4]):
                code = codes[f"{group.document}@{group.edition}"]
                counts[NAMES[code]] += count
                total += count if status in ("", code) else 0
        found, facets = shown(opened, day, status=status, regulation_kind=kind, year=year)
        assert found == total, (day, status, kind, year)
        if "status" in facets:
            assert facets["status"] == counts
    assert edition_codes(knowledge, TODAY)["work-safety-law@2021-06-10"] == "in_force"
    assert edition_codes(knowledge, YEARS_AGO)["work-safety-law@2021-06-10"] == "not_yet"


def test_page_and_json_take_the_filters_by_name_or_code(client: Client) -> None:
    by_name = client.page("/search?q=警示标志&kind=clause&regulation_kind=法律&status=现行有效&year=2021")
    assert by_name["total"] > 0
    assert [f.name for f in by_name["filters"]] == ["条款", "法律", "现行有效", "2021"]
    for facet in by_name["facets"]:
        assert facet.links or facet.more
    answered = client.get("/api/v1/search?q=警示标志&kind=clause&regulation_kind=law&status=in_force&year=2021").json()
    assert answered["total"] == by_name["total"]
    assert "edition" not in answered["facets"]
    assert {value["code"] for value in answered["facets"]["status"]} <= set(NAMES)
    assert all(split_clause_id(hit["id"])[1].startswith("2021") for hit in answered["hits"])


def test_a_clause_named_by_number_obeys_the_filters(client: Client) -> None:
    hits = client.get("/api/v1/search?q=安全生产法第35条&status=repealed").json()["hits"]
    assert not any(hit["id"].startswith("work-safety-law@2021") for hit in hits)
    assert client.get("/api/v1/search?q=安全生产法第35条&status=in_force").json()["hits"][0]["id"].endswith(":35")


@pytest.mark.parametrize("wrong", ["status=很新", "regulation_kind=圣旨", "year=21"])
def test_an_unknown_value_is_told(client: Client, wrong: str) -> None:
    refused = client.get(f"/api/v1/search?{wrong}")
    assert refused.status_code == 400
    assert refused.json()["detail"].endswith("。")
