"""Facets of clauses: document, kind, year and edition, counted right under every combination of each other."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.model.base import CodeName
from kb.model.search import Lexicon, SearchDocument, SearchQuery

LAWS = {"a@2014-08-31": "law", "a@2021-06-10": "law", "b@2021-01-01": "department_rule", "c@2009": "national_standard"}
OF = {
    "kind": lambda d: [d.kind],
    "document": lambda d: [v.code for v in d.documents],
    "regulation_kind": lambda d: [d.regulation_kind.code] if d.regulation_kind else [],
    "year": lambda d: [d.year] if d.year else [],
    "edition": lambda d: [d.parent] if d.parent else [],
}


def clause(edition: str, number: int) -> SearchDocument:
    document, _, day = edition.partition("@")
    return SearchDocument(
        id=f"{edition}:{number}", kind="clause", title=f"{document} 第{number}条", parent=edition, year=day[:4],
        fields={"title": (f"{document} 第{number}条",), "text": ("设置警示标志" if number % 2 else "记录检查情况",)},
        documents=(CodeName(document, document),), regulation_kind=CodeName(LAWS[edition], LAWS[edition]),
        group=f"{edition}:{number}",
    )  # fmt: skip


@pytest.fixture(scope="module")
def documents() -> list[SearchDocument]:
    hazard = SearchDocument(
        id="metallurgy-01-001-1", kind="hazard", title="炉前", group="metallurgy-01-001-1",
        fields={"location": ("炉前",), "measures": ("设置警示标志",)}, documents=(CodeName("b", "b"),),
    )  # fmt: skip
    return [hazard, *(clause(edition, n) for i, edition in enumerate(LAWS) for n in range(1, 4 + i))]


@pytest.fixture(scope="module")
def backend(documents: list[SearchDocument], tmp_path_factory: pytest.TempPathFactory) -> WhooshBackend:
    folder = tmp_path_factory.mktemp("clauses")
    WhooshIndexBuilder().build(documents, Lexicon(), folder)
    return WhooshBackend.open(folder)


def test_clause_facets_count_under_every_combination(backend: WhooshBackend, documents: list[SearchDocument]) -> None:
    combinations = product(
        ("", "警示标志"), (None, "clause"), ("", "a", "b"), ("", "law", "national_standard"), ("", "2021", "2009"),
        (None, (), ("a@2021-06-10", "c@2009"), ("a@2014-08-31",)),
    )  # fmt: skip
    for text, kind, document, regulation_kind, year, editions in combinations:
        query = SearchQuery(
            text=text, kind=kind, document=document, regulation_kind=regulation_kind, year=year, editions=editions
        )
        page = backend.search(query)
        found = [d for d in documents if not text or any(text in value for v in d.fields.values() for value in v)]
        asked = {"kind": kind, "document": document, "regulation_kind": regulation_kind, "year": year}
        wanted = {name: (value,) for name, value in asked.items() if value}
        if editions is not None:
            wanted["edition"] = editions
        passing = [d for d in found if all(set(OF[name](d)) & set(v) for name, v in wanted.items())]
        assert page.total == len(passing), query
        for name, of in OF.items():
            others = [d for d in found if all(set(OF[n](d)) & set(v) for n, v in wanted.items() if n != name)]
            assert {v.code: v.count for v in page.facets[name]} == Counter(v for d in others for v in of(d)), query


def test_the_newest_year_comes_first(backend: WhooshBackend) -> None:
    assert [v.code for v in backend.search(SearchQuery()).facets["year"]] == ["2021", "2014", "2009"]
