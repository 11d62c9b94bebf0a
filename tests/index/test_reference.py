"""The arrays agree with what they were compiled from: Whoosh's own phrases and filters, and BM25 worked out by hand."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pytest
from whoosh.index import open_dir
from whoosh.query import Or, Phrase, Term

from index.arrays import IndexArrays, TermNumbers
from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from index.compiling import RankingModel
from index.fields import FIELDS, KIND_WEIGHT
from index.folding import Folding, traditional_table
from index.meta import IndexMeta
from index.phrases import PhraseFinder
from index.ranking import Ranker, best_rows
from index.schema import join_values
from index.tokens import GAP, runs, tokenize
from kb.model.search import Lexicon, SearchDocument, SearchQuery

FOLDING = Folding(traditional_table())
MODEL = RankingModel()


@pytest.fixture(scope="module")
def arrays(folder: Path) -> IndexArrays:
    return IndexArrays.load(folder / "arrays")


@pytest.fixture(scope="module")
def numbers(folder: Path) -> TermNumbers:
    return TermNumbers(msgspec.msgpack.decode((folder / "meta.msgpack").read_bytes(), type=IndexMeta).codes)


def test_a_document_s_number_in_whoosh_is_its_row(folder: Path, documents: list[SearchDocument]) -> None:
    with open_dir(folder / "whoosh").reader() as reader:
        assert reader.is_atomic()  # one segment
        assert [reader.stored_fields(row)["id"] for row in range(reader.doc_count())] == [d.id for d in documents]


@pytest.mark.parametrize(
    "phrase", ["有限空间", "先通风", "一氧化碳", "桥式起重机", "GB 6222", "煤气", "空间有限", "出铁口正对面"]
)
def test_phrases_find_what_whoosh_finds(folder: Path, arrays: IndexArrays, numbers: TermNumbers, phrase: str) -> None:
    tokens = runs(FOLDING.fold(phrase))
    with open_dir(folder / "whoosh").searcher() as searcher:
        query = Or([Phrase(field.name, tokens) for field in FIELDS])
        expected = sorted(searcher.docs_for_query(query))
    assert PhraseFinder(arrays).rows(numbers.sequence(tokens)).tolist() == expected


@pytest.mark.parametrize("industry", ["metallurgy", "light_industry"])
def test_filters_keep_what_whoosh_keeps(folder: Path, backend: WhooshBackend, industry: str) -> None:
    page = backend.search(SearchQuery(industry=industry, per_page=100))
    with open_dir(folder / "whoosh").searcher() as searcher:
        rows = list(searcher.docs_for_query(Term("industry_code", industry)))
        expected = {searcher.stored_fields(row)["id"] for row in rows}
    assert {i for hit in page.hits for i in (hit.id, *hit.same)} == expected


def _weighted_terms(document: SearchDocument) -> Counter[tuple[str, ...]]:
    """Return how often, weighted by field, a document holds each token and each pair of neighbours."""
    counts: Counter[tuple[str, ...]] = Counter()
    for field in FIELDS:
        tokens = list(tokenize(FOLDING.fold(join_values(document.fields.get(field.name, ())))))
        for token in tokens:
            counts[token.term,] += field.weight  # type: ignore[assignment]
        for one, two in itertools.pairwise(tokens):
            if two.position == one.position + 1:
                counts[one.term, two.term] += field.weight  # type: ignore[assignment]
    return counts


def test_scores_are_bm25_over_weighted_fields(
    folder: Path, arrays: IndexArrays, numbers: TermNumbers, documents: list[SearchDocument]
) -> None:
    ranker = Ranker(arrays, np.load(folder / "arrays" / "parents.npy"))
    held = [_weighted_terms(document) for document in documents]
    lengths = [sum(n for term, n in counts.items() if len(term) == 1) for counts in held]
    average = sum(lengths) / len(lengths)
    for text in ("煤气柜动火", "有限空间", "换除尘滤袋前先关什么", "GB 6222"):
        tokens = runs(FOLDING.fold(text))
        wanted = [(token,) for token in tokens] + [(a, b) for a, b in itertools.pairwise(tokens)]
        scores = ranker.scores(ranker.terms(numbers.sequence(tokens)))
        for row, document in enumerate(documents):
            expected = sum(
                _bm25(held, term, row, lengths[row] / average) for term in wanted if GAP not in term
            ) * KIND_WEIGHT.get(document.kind, 1.0)
            assert scores[row] == pytest.approx(expected, rel=1e-4)


def _bm25(held: list[Counter[tuple[str, ...]]], term: tuple[str, ...], row: int, length: float) -> float:
    with_term = sum(term in counts for counts in held)
    frequency = held[row][term]
    if not frequency:
        return 0.0
    idf = math.log(1 + (len(held) - with_term + 0.5) / (with_term + 0.5)) * (MODEL.single if len(term) == 1 else 1)
    return idf * frequency * (MODEL.k1 + 1) / (frequency + MODEL.k1 * (1 - MODEL.b + MODEL.b * length))


def test_the_bound_loses_none_of_the_best(arrays: IndexArrays) -> None:
    ranker = Ranker(arrays, np.zeros(arrays.size, np.int32))
    rng = np.random.default_rng(1)
    for _ in range(50):
        numbers = [ord(c) for c in rng.choice(list("煤气柜高炉先通风再检测有限空间"), 5)]
        terms = ranker.terms(numbers)
        scores = ranker.scores(terms)
        for limit in (1, 3, 8):
            bound = ranker._bound(terms, scores, limit)
            assert best_rows(scores, limit, bound).tolist() == best_rows(scores, limit).tolist()


def test_a_parent_s_share_of_the_best_raises_all_of_its_clauses(arrays: IndexArrays) -> None:
    parents = np.arange(arrays.size, dtype=np.int32)
    parents[-2:] = parents[-1]
    ranker = Ranker(arrays, parents)
    scores = np.zeros(arrays.size)
    scores[[0, -1, -2]] = (3.0, 2.0, 1.0)
    voted = ranker.voted_all(scores)
    assert voted[[0, -1, -2]] == pytest.approx([3 * (1 + 0.2 / 3), 2 * (1 + 0.4 / 3), 1 + 0.4 / 3])
    rows = best_rows(scores, 3)
    assert ranker.voted(rows, scores[rows]) == pytest.approx(voted[rows])
    assert ranker.voted_all(np.zeros(arrays.size)).tolist() == [0.0] * arrays.size


def test_the_best_are_those_of_sorting_everything(arrays: IndexArrays, numbers: TermNumbers) -> None:
    ranker = Ranker(arrays, np.arange(arrays.size, dtype=np.int32))
    for text in ("煤气柜动火", "有限空间作业", "更换除尘滤袋"):
        terms = ranker.terms(numbers.sequence(runs(FOLDING.fold(text))))
        voted = ranker.voted_all(ranker.scores(terms))
        rows, scores = ranker.top(terms, 5)
        assert scores == pytest.approx(np.sort(voted)[::-1][: len(rows)])
        assert scores == pytest.approx(voted[rows])


def test_a_field_nobody_registered_is_refused(tmp_path: Path) -> None:
    document = SearchDocument(id="a", kind="post", title="a", fields={"colour": ("红",)})
    with pytest.raises(ValueError, match="colour"):
        WhooshIndexBuilder().build([document], Lexicon(), tmp_path)


def test_an_empty_index_answers(tmp_path: Path) -> None:
    WhooshIndexBuilder().build([], Lexicon(), tmp_path)
    backend = WhooshBackend.open(tmp_path)
    assert backend.search(SearchQuery(text="煤气")).total == backend.search(SearchQuery()).total == 0
    assert backend.suggest("煤") == ()
