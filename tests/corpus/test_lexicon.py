"""The words of the trade: enough of them, and every group of synonyms finds what its example says."""

from __future__ import annotations

from kb.model.search import SearchBackend, SearchQuery
from kb.store.corpus import Corpus, Synonyms
from kb.store.knowledge import Knowledge


def test_the_lexicon_is_rich_enough(corpus: Corpus) -> None:
    assert len(corpus.words) >= 3000
    assert len(corpus.synonyms) >= 400


def test_examples_speak_of_their_own_group(corpus: Corpus) -> None:
    for group in corpus.synonyms:
        assert {group.example["ask"], group.example["finds"]} <= set(group.terms), group.terms


def test_every_example_finds(corpus: Corpus, backend: SearchBackend, knowledge: Knowledge) -> None:
    missed = [group.terms for group in corpus.synonyms if not _finds(group, backend, knowledge)]
    assert missed == []


def _finds(group: Synonyms, backend: SearchBackend, knowledge: Knowledge) -> bool:
    page = backend.search(SearchQuery(text=group.example["ask"], kind="hazard", per_page=20))
    for entry in knowledge.entries(hit.id for hit in page.hits):
        text = "".join((entry.location, *entry.hazards, *(measure.text for measure in entry.measures)))
        if group.example["finds"] in text:
            return True
    return False
