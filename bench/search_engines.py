"""The engines bench/search.py compares: how each builds an index of cut articles and answers a cut question."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Search = Callable[[str, list[str], int], list[int]]
Build = Callable[[list[list[str]], list[dict[str, str]], Path], None]
Open = Callable[[Path], Search]

AUTHORITY = {"民法典": 1.1, "刑法": 1.1, "司法解释": 0.85, "行政法规": 0.75}
"""How much a document's authority weighs: a code above a statute (1) above an interpretation above a regulation."""


def build_ours(_: list[list[str]], raw: list[dict[str, str]], folder: Path) -> None:
    """Write our index, whole: Whoosh, arrays, vocabulary."""
    from index.builder import WhooshIndexBuilder
    from kb.model.search import Lexicon, SearchDocument

    documents = (
        SearchDocument(
            id=str(row),
            kind="clause",
            title=article["article"],
            fields={"text": (article["law"], article["article"], article["chapter"], article["text"])},
            parent=article["law"],
            prior=AUTHORITY.get(article["cat"], 1.0),
        )
        for row, article in enumerate(raw)
    )
    WhooshIndexBuilder().build(documents, Lexicon(), folder)


def open_ours(folder: Path) -> Search:
    """Open the arrays and rank by them: from the text as typed, cut anew, or from terms where there is no text."""
    import msgspec

    from index.arrays import IndexArrays, TermNumbers, map_array
    from index.folding import Folding
    from index.meta import IndexMeta
    from index.ranking import Ranker
    from index.tokens import runs

    arrays = IndexArrays.load(folder / "arrays")
    meta = msgspec.msgpack.decode((folder / "meta.msgpack").read_bytes(), type=IndexMeta)
    ranker = Ranker(arrays, map_array(folder / "arrays" / "parents.npy"))
    folding, numbers = Folding(dict(zip(*meta.traditional, strict=True))), TermNumbers(meta.codes)

    def search(text: str, terms: list[str], limit: int) -> list[int]:
        if text:
            wanted = ranker.terms(numbers.sequence(runs(folding.fold(text))))
        else:
            wanted = ranker.terms_by_key([_key(numbers.sequence(runs(term))) for term in terms])
        rows: list[int] = ranker.top(wanted, limit)[0].tolist()
        return rows

    return search


def _key(numbers: list[int]) -> int:
    return numbers[0] << 32 | numbers[1] if len(numbers) == 2 else numbers[0]


def build_whoosh(articles: list[list[str]], _: list[dict[str, str]], folder: Path) -> None:
    """Write a stock Whoosh index of one text field."""
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import STORED, TEXT, Schema
    from whoosh.index import create_in

    schema = Schema(row=STORED, text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False))
    writer = create_in(folder, schema).writer(limitmb=512)
    for row, terms in enumerate(articles):
        writer.add_document(row=row, text=" ".join(terms))
    writer.commit()


def open_whoosh(folder: Path) -> Search:
    """Open it; any of the terms, BM25F as it comes."""
    from whoosh.index import open_dir
    from whoosh.query import Or, Term

    searcher = open_dir(folder).searcher()

    def search(_: str, terms: list[str], limit: int) -> list[int]:
        query = Or([Term("text", term) for term in dict.fromkeys(terms)])
        return [hit["row"] for hit in searcher.search(query, limit=limit)]

    return search


def build_tantivy(articles: list[list[str]], _: list[dict[str, str]], folder: Path) -> None:
    """Write a tantivy index of one text field, split at spaces, one segment."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True, fast=True)
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for row, terms in enumerate(articles):
        writer.add_document(tantivy.Document(row=row, text=" ".join(terms)))
    writer.commit()
    writer.wait_merging_threads()


def open_tantivy(folder: Path) -> Search:
    """Open it; any of the terms."""
    import tantivy

    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()

    def search(_: str, terms: list[str], limit: int) -> list[int]:
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "text", term))
            for term in dict.fromkeys(terms)
        ]
        found = searcher.search(tantivy.Query.boolean_query(wanted), limit, count=False)
        return [searcher.doc(address)["row"][0] for _, address in found.hits]

    return search


def build_bm25s(articles: list[list[str]], _: list[dict[str, str]], folder: Path) -> None:
    """Write a bm25s index (Lucene's formula)."""
    import bm25s

    retriever = bm25s.BM25(k1=1.2, b=0.75)
    retriever.index(articles, show_progress=False)
    retriever.save(folder)


def open_bm25s(folder: Path) -> Search:
    """Open it, its arrays mapped."""
    import bm25s

    retriever: Any = bm25s.BM25.load(folder, mmap=True)

    def search(_: str, terms: list[str], limit: int) -> list[int]:
        known = [term for term in dict.fromkeys(terms) if term in retriever.vocab_dict]
        rows, _scores = retriever.retrieve([known], k=limit, show_progress=False)
        return [int(row) for row in np.asarray(rows[0])]

    return search


def build_fts5(articles: list[list[str]], _: list[dict[str, str]], folder: Path) -> None:
    """Write an FTS5 table of the terms, each a word of hexadecimal digits so that its tokenizer leaves it whole."""
    connection = sqlite3.connect(folder / "fts.db")
    connection.execute("CREATE VIRTUAL TABLE articles USING fts5(text, content='')")
    rows = ((row + 1, " ".join(map(_hex, terms))) for row, terms in enumerate(articles))
    connection.executemany("INSERT INTO articles(rowid, text) VALUES (?, ?)", rows)
    connection.commit()
    connection.execute("INSERT INTO articles(articles) VALUES ('optimize')")
    connection.commit()
    connection.close()


def open_fts5(folder: Path) -> Search:
    """Open it; any of the terms, ordered by its bm25."""
    connection = sqlite3.connect(folder / "fts.db")
    statement = "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY bm25(articles) LIMIT ?"

    def search(_: str, terms: list[str], limit: int) -> list[int]:
        wanted = " OR ".join(_hex(term) for term in dict.fromkeys(terms))
        return [row - 1 for (row,) in connection.execute(statement, (wanted, limit))]

    return search


def _hex(term: str) -> str:
    return "x" + term.encode().hex()


ENGINES: dict[str, tuple[Build, Open]] = {
    "ours": (build_ours, open_ours),
    "tantivy": (build_tantivy, open_tantivy),
    "bm25s": (build_bm25s, open_bm25s),
    "fts5": (build_fts5, open_fts5),
    "whoosh": (build_whoosh, open_whoosh),
}
"""Name → (build, open)."""
