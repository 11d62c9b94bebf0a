"""Searching the small index: what is found, in what order, how it is marked and counted."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from index.backend import WhooshBackend
from index.folding import Folding, traditional_table
from index.tokens import runs
from kb.model.search import MAX_QUERY, SearchDocument, SearchPage, SearchQuery

FOLDING = Folding(traditional_table())


def ids(page: SearchPage) -> list[str]:
    return [hit.id for hit in page.hits]


def holding(documents: list[SearchDocument], *phrases: str) -> set[str]:
    """Return the documents in which every phrase stands, by plain comparison of their tokens."""
    texts = {d.id: [_tokens(value) for values in d.fields.values() for value in values] for d in documents}
    wanted = [_tokens(phrase) for phrase in phrases]
    return {i for i, values in texts.items() if all(any(w in value for value in values) for w in wanted)}


def _tokens(text: str) -> str:
    return "".join(f"\0{token}\0" for token in runs(FOLDING.fold(text)))


def all_ids(backend: WhooshBackend, **query: str) -> set[str]:
    page = backend.search(SearchQuery(**query, per_page=100))  # type: ignore[arg-type]
    return {i for hit in page.hits for i in (hit.id, *hit.same)}


@pytest.mark.parametrize(
    "phrase", ["有限空间", "先通风", "先通风、再检测、后作业", "煤气柜", "GB 6222", "19.5%", "0.1 m"]
)
@pytest.mark.parametrize("quotes", ["“{}”", '"{}"', "「{}」"])
def test_a_quoted_phrase_finds_exactly_the_documents_that_hold_it(
    backend: WhooshBackend, documents: list[SearchDocument], phrase: str, quotes: str
) -> None:
    assert all_ids(backend, text=quotes.format(phrase)) == holding(documents, phrase) != set()


def test_a_phrase_is_not_its_words_apart(backend: WhooshBackend) -> None:
    assert "textile-01-001-1" not in all_ids(backend, text="“有限空间”")  # it says 空间有限


@pytest.mark.parametrize("text", ["煤气柜", "炉", "氨", "CO", "H2S", "高炉 煤气", "滤尘室", "3", "GB15577", "动火证"])
def test_nothing_softer_stands_above_an_exact_hit(
    backend: WhooshBackend, documents: list[SearchDocument], text: str
) -> None:
    page = backend.search(SearchQuery(text=text, per_page=100))
    exact = holding(documents, *text.split())
    flags = [hit.exact for hit in page.hits]
    assert flags == sorted(flags, reverse=True)
    assert {i for hit in page.hits if hit.exact for i in (hit.id, *hit.same)} == exact


def test_carbon_monoxide_is_not_carbon_dioxide(backend: WhooshBackend) -> None:
    assert "nonferrous-01-001-1" not in all_ids(backend, text="CO")
    assert ids(backend.search(SearchQuery(text="co2")))[0] == "nonferrous-01-001-1"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("煤气柜", "metallurgy-02-001-1"),
        ("换除尘滤袋前先关什么", "metallurgy-02-002-1"),
        ("更换滤袋要关哪个阀", "metallurgy-02-002-1"),
        ("煤氣櫃", "metallurgy-02-001-1"),
        ("Ｈ２Ｓ", "metallurgy-02-002-1"),
        ("250 ℃", "building_materials-01-001-1"),
        ("GB/T6067.1", "machinery-01-001-1"),
        ("滤尘室积尘", "textile-01-002-1"),
    ],
)
def test_what_a_worker_types_leads_to_the_place(backend: WhooshBackend, text: str, first: str) -> None:
    assert ids(backend.search(SearchQuery(text=text)))[0] == first


def test_highlights_are_spans_over_the_raw_text(backend: WhooshBackend, documents: list[SearchDocument]) -> None:
    by_id = {d.id: d for d in documents}
    page = backend.search(SearchQuery(text="h2s"))
    marked = [(h.field, h.text, h.text[s:e]) for hit in page.hits for h in hit.highlights for s, e in h.spans]
    assert ("measures", "检测 H₂S 和 CO 合格后方可进入。", "H₂S") in marked
    for hit in page.hits:
        for highlight in hit.highlights:
            assert highlight.text in by_id[hit.id].fields[highlight.field]


def test_empty_text_browses_in_the_order_given(backend: WhooshBackend, documents: list[SearchDocument]) -> None:
    page = backend.search(SearchQuery(text="  ", per_page=100))
    assert page.total == len(documents)
    assert ids(page) == [d.id for d in documents if d.id != "light_industry-01-002-1"]


def test_identical_entries_are_one_hit_but_count_each(backend: WhooshBackend) -> None:
    page = backend.search(SearchQuery(text="咸菜池"))
    assert [(hit.id, hit.same) for hit in page.hits] == [("light_industry-01-001-1", ("light_industry-01-002-1",))]
    assert page.total == 2
    assert [(v.code, v.count) for v in page.facets["industry"]] == [("light_industry", 2)]


def test_pages_partition_the_hits(backend: WhooshBackend) -> None:
    whole = ids(backend.search(SearchQuery(per_page=100)))
    pages = [ids(backend.search(SearchQuery(page=n, per_page=4))) for n in range(1, 6)]
    assert [i for page in pages for i in page] == whole
    assert backend.search(SearchQuery(page=10**30)).hits == ()


def test_facets_count_under_every_combination_of_the_other_filters(
    backend: WhooshBackend, documents: list[SearchDocument]
) -> None:
    for text, kind, industry, accident, post in product(
        ("", "煤气"), (None, "hazard", "post"), ("", "metallurgy"), ("", "gas_poisoning", "火灾"), ("", "gas-holder")
    ):
        query = SearchQuery(text=text, kind=kind, industry=industry, accident_type=accident, post=post)
        page = backend.search(query)
        found = [d for d in documents if d.id in all_ids(backend, text=text)]
        _check_facets(page, found, query)


def _check_facets(page: SearchPage, found: list[SearchDocument], query: SearchQuery) -> None:
    values = {
        "kind": lambda d: [d.kind],
        "industry": lambda d: [v.code for v in d.industry],
        "accident_type": lambda d: [v.code for v in d.accident_types],
        "post": lambda d: [v.code for v in d.posts],
    }
    chosen = {name: getattr(query, name) for name in values}
    chosen["accident_type"] = {"火灾": "fire"}.get(query.accident_type, query.accident_type)
    passes = {name: lambda d, n=name: not chosen[n] or chosen[n] in values[n](d) for name in values}
    assert page.total == sum(all(p(d) for p in passes.values()) for d in found)
    for name, of in values.items():
        others = [d for d in found if all(p(d) for n, p in passes.items() if n != name)]
        assert {v.code: v.count for v in page.facets[name]} == Counter(v for d in others for v in of(d))


def test_only_what_has_an_emergency_response(backend: WhooshBackend, documents: list[SearchDocument]) -> None:
    page = backend.search(SearchQuery(emergency=True, per_page=100))
    assert page.total == sum(bool(d.fields.get("emergency")) for d in documents)


def test_a_word_left_out_and_a_word_going_on(backend: WhooshBackend, documents: list[SearchDocument]) -> None:
    assert all_ids(backend, text="煤气 -高炉") == all_ids(backend, text="煤气") - holding(documents, "高炉")
    assert all_ids(backend, text="GB15*") == holding(documents, "GB 15577")


def test_a_long_query_is_cut_and_says_so(backend: WhooshBackend) -> None:
    page = backend.search(SearchQuery(text="煤气" * 5000))
    assert page.query.cut
    assert len(page.query.text) == MAX_QUERY
    assert not backend.search(SearchQuery(text="煤气" * 50)).query.cut
