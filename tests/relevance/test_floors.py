"""Floors under search quality on the shipped corpus: a change that falls through them fails the suite."""

from __future__ import annotations

import pytest

from kb.model.search import SearchBackend, SearchDocument, SearchQuery
from kb.services.search_documents import search_documents
from kb.store.corpus import Corpus
from kb.store.knowledge_writer import with_posts
from tests.relevance.judged import Judged, Outcome, by_class, figures, load_judged, measure


@pytest.fixture(scope="module")
def built(corpus: Corpus, backend: SearchBackend) -> tuple[list[SearchDocument], SearchBackend]:
    """The documents of the shipped corpus, and the search over the edition compiled of them."""
    return list(search_documents(with_posts(corpus))), backend


@pytest.fixture(scope="module")
def judged(built: tuple[list[SearchDocument], SearchBackend]) -> list[Judged]:
    return load_judged(built[0])


@pytest.fixture(scope="module")
def outcomes(built: tuple[list[SearchDocument], SearchBackend], judged: list[Judged]) -> list[Outcome]:
    return measure(built[1], judged)


def test_there_are_enough_queries_and_half_are_held_back(judged: list[Judged]) -> None:
    assert len(judged) >= 300
    assert len({(item.query.text, item.query.industry, item.query.kind) for item in judged}) == len(judged)
    assert 0.45 < sum(item.held_back for item in judged) / len(judged) <= 0.5


def test_the_first_three_hits_answer_nearly_every_query(outcomes: list[Outcome]) -> None:
    assert figures(outcomes).success_3 >= 0.95
    assert figures([outcome for outcome in outcomes if outcome.judged.held_back]).success_3 >= 0.93


def test_no_class_of_queries_falls_behind(outcomes: list[Outcome]) -> None:
    means = {kind: figures(some).success_3 for kind, some in by_class(outcomes).items()}
    assert {kind: value for kind, value in means.items() if value < 0.90} == {}


def test_no_softer_hit_stands_above_an_exact_one(
    built: tuple[list[SearchDocument], SearchBackend], judged: list[Judged]
) -> None:
    for item in judged:
        flags = [hit.exact for hit in built[1].search(item.query).hits]
        assert flags == sorted(flags, reverse=True), item.query.text


def test_facets_and_totals_agree_with_what_each_filter_leaves(
    built: tuple[list[SearchDocument], SearchBackend],
) -> None:
    for text in ("煤气", "有限空间", "着火怎么办"):
        page = built[1].search(SearchQuery(text=text))
        for value in page.facets["industry"]:
            assert built[1].search(SearchQuery(text=text, industry=value.code)).total == value.count
        assert sum(value.count for value in page.facets["kind"]) == page.total
