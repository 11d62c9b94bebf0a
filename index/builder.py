"""Writes an edition's index: the Whoosh index first, then from its postings the arrays that answer queries.

Layout of the folder: `whoosh/` (one segment; document number = array row), `arrays/` (everything mapped at open) and
`meta.msgpack` (small tables read whole at open).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import create_in
from whoosh.writing import IndexWriter

from index.arrays import Array, IndexArrays, TermNumbers
from index.compiling import RankingModel, compile_arrays, read_tokens, term_codes
from index.facets import FILTER_VALUES, build_facets
from index.fields import FIELD_INDEX, FIELDS, FILTERS, KIND_WEIGHT
from index.folding import Folding, traditional_table
from index.meta import IndexMeta, query_words, synonym_table
from index.phrases import PhraseFinder
from index.pinyin import common_characters, readings_of
from index.records import RecordWriter, StoredRecord
from index.schema import join_values, keyword_field, make_schema
from index.tokenizer import Segmenter
from index.vocabulary import Vocabulary, collect_terms
from kb.model.search import Lexicon, SearchDocument

POOL_MEGABYTES = 256
"""What Whoosh, by its own estimate, holds of the postings before it writes them out; a smaller pool only costs time."""
_KEPT_FIELDS = {"also_called", "asked_as", "emergency"}
"""Fields that vocabulary and facets are made of; the others are not held while an index is built."""
_LIBRARIES = ("whoosh-reloaded", "rjieba", "pypinyin", "opencc")


class WhooshIndexBuilder:
    """The `SearchIndexBuilder` of the project; `model` holds BM25's constants."""

    def __init__(self, model: RankingModel | None = None) -> None:
        self._model = model or RankingModel()

    @property
    def version(self) -> str:
        """A digest of this package, the versions of the libraries that shape an index, and BM25's constants.

        Whatever changes in the package makes a new edition: dearer than a number raised by hand, but never forgotten.
        """
        sources = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in {".py", ".txt"})
        digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:16]
        libraries = " ".join(f"{name}={version(name)}" for name in _LIBRARIES)
        return f"index={digest} {libraries} {self._model}"

    def build(self, documents: Iterable[SearchDocument], lexicon: Lexicon, folder: Path) -> None:
        """Write the index of `documents` into the empty `folder`, their order being the order of browsing."""
        arrays = folder / "arrays"
        arrays.mkdir()
        folding = Folding(traditional_table())
        with RecordWriter(arrays) as records:
            listed = _write_whoosh(documents, lexicon, folder / "whoosh", (folding, records))
        # read through plain files: mapped, every page of the index counts as memory of the build
        with FileStorage(folder / "whoosh", supports_mmap=False, readonly=True).open_index().reader() as reader:
            codes = term_codes(reader)
            tokens = read_tokens(reader, codes)
            words = [word.decode() for word in reader.lexicon("words")]
        priors = np.array([d.prior * KIND_WEIGHT.get(d.kind, 1.0) for d in listed], np.float32)
        compile_arrays(tokens, priors, self._model).save(arrays)
        meta = _meta(listed, lexicon, (codes, words), arrays)
        (folder / "meta.msgpack").write_bytes(msgspec.msgpack.encode(meta))
        build_facets(listed).save(arrays)
        np.save(arrays / "groups.npy", _numbered(d.group or d.id for d in listed))
        np.save(arrays / "parents.npy", _numbered(d.parent or d.id for d in listed))


def _meta(
    documents: Sequence[SearchDocument], lexicon: Lexicon, found: tuple[Sequence[str], Sequence[str]], arrays: Path
) -> IndexMeta:
    """Return the small tables; `found` are the index's token codes and words."""
    codes, words = found
    traditional = traditional_table()
    folding = Folding(traditional)
    numbers, phrases = TermNumbers(codes), PhraseFinder(IndexArrays.load(arrays))
    terms = collect_terms(documents, lexicon, words, folding, lambda t: phrases.count(numbers.sequence(t)))
    vocabulary = Vocabulary.of(terms)
    characters = {*common_characters(), *(c for term in terms for c in term.key if not c.isascii())}
    return IndexMeta(
        codes=list(codes),
        words=query_words(vocabulary, words, lexicon, folding),
        traditional=("".join(traditional), "".join(traditional.values())),
        vocabulary=vocabulary,
        synonyms=synonym_table(lexicon, folding),
        readings=readings_of(sorted(characters)),
    )


def _checked(documents: Iterable[SearchDocument], writer: IndexWriter) -> Iterator[SearchDocument]:
    """Yield the documents; at one with a field the index does not know, the writing is given up with a ValueError."""
    for document in documents:
        unknown = set(document.fields) - set(FIELD_INDEX)
        if unknown:
            writer.cancel()
            raise ValueError(
                f"“{document.id}”有索引不认识的字段：{'、'.join(sorted(unknown))}；请在 index/schema.py 登记"
            )
        yield document


def _write_whoosh(
    documents: Iterable[SearchDocument], lexicon: Lexicon, folder: Path, ways: tuple[Folding, RecordWriter]
) -> list[SearchDocument]:
    """Write each document into the Whoosh index and the records as it comes; return them without their long texts."""
    folding, records = ways
    folder.mkdir()
    segmenter = Segmenter([folding.fold(word) for word in lexicon.words])
    index = create_in(folder, make_schema(folding, segmenter))
    writer = index.writer(limitmb=POOL_MEGABYTES)
    slim = []
    for document in _checked(documents, writer):
        writer.add_document(**_whoosh_fields(document))
        records.add(StoredRecord(document.id, document.kind, document.title, dict(document.fields)))
        kept = {name: values for name, values in document.fields.items() if name in _KEPT_FIELDS}
        slim.append(msgspec.structs.replace(document, fields=kept))
    writer.commit(merge=False)
    index.close()
    return slim


def _whoosh_fields(document: SearchDocument) -> dict[str, str]:
    texts = {name: join_values(values) for name, values in document.fields.items() if values}
    keywords = {
        keyword_field(name): ",".join(value.code for value in values)
        for name in FILTERS
        if (values := FILTER_VALUES[name](document))
    }
    words = join_values([texts[field.name] for field in FIELDS if field.name in texts])
    return {**texts, **keywords, "words": words, "id": document.id, "data": msgspec.json.encode(document).decode()}


def _numbered(names: Iterable[str]) -> Array:
    """Return a number for each name, equal names having equal numbers."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int32)
