"""Builds the index of the shipped corpus, for evaluation and for the tests of its floors."""

from __future__ import annotations

from pathlib import Path

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.model.search import Lexicon, SearchDocument
from kb.services.search_documents import search_documents
from kb.store.corpus import load_corpus
from kb.store.knowledge_writer import with_posts

CORPUS = Path(__file__).parents[2] / "corpus"


def corpus_index(folder: Path) -> tuple[list[SearchDocument], WhooshBackend]:
    """Return the corpus's documents and a backend on their index, written into the empty `folder`."""
    corpus = with_posts(load_corpus(CORPUS))
    documents = list(search_documents(corpus))
    lexicon = Lexicon(words=corpus.words, synonyms=tuple(group.terms for group in corpus.synonyms))
    WhooshIndexBuilder().build(documents, lexicon, folder)
    return documents, WhooshBackend.open(folder)
