"""Compiles corpus and library into one immutable edition, switched in by a single pointer."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kb import __version__
from kb.errors import EditionError
from kb.model.document_entry import LibraryRows
from kb.model.entry import HazardEntry
from kb.model.official import OfficialRow
from kb.model.search import Lexicon, SearchIndexBuilder
from kb.services.corrections import review
from kb.services.document_entries import DocumentRows, digests_of, document_entries
from kb.services.imported import one_an_edition, with_texts
from kb.services.resolve import Catalogue
from kb.services.search_documents import count_clauses, search_documents
from kb.store.claims import ClaimBook
from kb.store.corpus import Corpus, corpus_files, load_corpus, load_vocabulary
from kb.store.knowledge_writer import with_posts, write_knowledge
from kb.store.library import Library
from kb.store.texts import TextLibrary

_KEEP = 2
"""Editions kept: the one serving and the one before it."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class EditionInputs:
    """What an edition is made of: the corpus folder, the user's data folder, and the index it is built with."""

    corpus: Path
    data: Path
    index_builder: SearchIndexBuilder

    @property
    def editions(self) -> Path:
        """The folder that holds all editions and the pointer file `current`."""
        return self.data / "editions"

    @property
    def library(self) -> Library:
        """The documents the user has ingested."""
        return Library(self.data / "library")

    @property
    def claims(self) -> ClaimBook:
        """What people said of the rows of those documents."""
        return ClaimBook(self.data / "claims")

    @property
    def texts(self) -> TextLibrary:
        """The laws and standards the user has ingested."""
        return TextLibrary(self.data / "texts")


def input_digest(inputs: EditionInputs) -> str:
    """Return 16 hex digits over everything an edition depends on: corpus, library, program, index rules."""
    sha = hashlib.sha256(f"{__version__}\n{inputs.index_builder.version}\n".encode())
    for path in corpus_files(inputs.corpus):
        sha.update(path.relative_to(inputs.corpus).as_posix().encode() + b"\0")
        sha.update(hashlib.sha256(path.read_bytes()).digest())
    sha.update(library_digest(inputs).encode())
    return sha.hexdigest()[:16]


def library_digest(inputs: EditionInputs) -> str:
    """Return a digest over all that the user adds: rows of documents, what was said of them, laws and standards."""
    parts = (inputs.library.digest(), inputs.claims.digest(), inputs.texts.digest())
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def current_edition(editions: Path) -> Path | None:
    """Return the folder the pointer names, or None when there is none yet or it is gone."""
    try:
        name = (editions / "current").read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    folder = editions / name
    return folder if name.isalnum() and (folder / "knowledge.sqlite3").is_file() else None


def build_edition(inputs: EditionInputs, progress: Progress = lambda _step: None) -> Path:
    """Return the folder of the edition for `inputs`, compiling it unless it is there already.

    Built aside and renamed into place, then the pointer file is replaced in one step: whatever kills this, the
    edition that served goes on serving. Raises CorpusError for faulty content, EditionError when disk fails.
    """
    digest = input_digest(inputs)
    target = inputs.editions / digest
    if not (target / "complete").is_file():
        try:
            _compile(inputs, target, progress)
        except OSError as error:
            raise EditionError(f"知识库写不进 {inputs.editions}：{error.strerror}，请检查磁盘空间和权限。") from error
    _point(inputs.editions, digest)
    _remove_old(inputs.editions, digest)
    return target


def _compile(inputs: EditionInputs, target: Path, progress: Progress) -> None:
    inputs.editions.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=inputs.editions))
    try:
        _fill(inputs, aside, target.name, progress)
        if (target / "complete").is_file():  # another process was quicker; a server may have it open
            return
        if target.exists():  # left half-removed by a clean-up that was killed
            shutil.rmtree(target, ignore_errors=True)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _fill(inputs: EditionInputs, folder: Path, digest: str, progress: Progress) -> None:
    progress("读取语料")
    said = library_digest(inputs)
    texts = one_an_edition(inputs.texts.heads())
    corpus = with_posts(load_corpus(inputs.corpus))
    corpus = msgspec.structs.replace(corpus, regulations=with_texts(corpus.regulations, texts))
    library = library_rows(inputs, corpus)
    progress("写入知识库")
    facts = {"edition": digest, "built_at": datetime.now(UTC).isoformat(timespec="seconds"), "version": __version__}
    facts["library"] = said
    facts["clauses"] = str(count_clauses(corpus, texts))
    clauses = [(text, inputs.texts.clauses(text.sha)) for text in texts]
    write_knowledge(folder / "knowledge.sqlite3", corpus, library, facts, clauses)
    progress("建立索引")
    (folder / "index").mkdir()
    lexicon = Lexicon(words=corpus.words, synonyms=tuple(group.terms for group in corpus.synonyms))
    clauses = [(text, inputs.texts.clauses(text.sha)) for text in texts]  # generators: read again, never held
    inputs.index_builder.build(search_documents(corpus, library, clauses), lexicon, folder / "index")
    (folder / "complete").write_text(msgspec.json.encode(facts).decode(), encoding="utf-8")


def library_rows(inputs: EditionInputs, corpus: Corpus) -> LibraryRows:
    """Return what the user's documents add to `corpus`, read as corrected: rows of the manual, and all others."""
    documents = []
    for document in inputs.library.stored():
        reviewed = review(document.rows(), inputs.claims.claims(document.sha))
        kept = tuple((n, item.current) for n, item in enumerate(reviewed, start=1) if not item.rejected)
        documents.append(DocumentRows(document.sha, document.name, kept))
    types = load_vocabulary(inputs.corpus).accident_types
    own = document_entries(documents, corpus.entries, types, Catalogue(corpus.regulations))
    rows = (row for document in documents for _, row in document.rows)
    return LibraryRows(attach_official(corpus.entries, rows), own)


def attach_official(entries: Iterable[HazardEntry], rows: Iterable[OfficialRow]) -> dict[str, OfficialRow]:
    """Return entry id → official row whose digest agrees: the row of the same id first, else one that moved."""
    by_digest: dict[str, dict[str, OfficialRow]] = {}
    for row in rows:
        for digest in digests_of(row):
            by_digest.setdefault(digest, {})[row.id] = row
    attached = {}
    for entry in entries:
        candidates = by_digest.get(entry.official_digest)
        if candidates:
            attached[entry.id] = candidates.get(entry.id) or next(iter(candidates.values()))
    return attached


def _point(editions: Path, digest: str) -> None:
    pointer = editions / f".current-{os.getpid()}"
    pointer.write_text(digest, encoding="ascii")
    pointer.replace(editions / "current")


def _remove_old(editions: Path, keep: str) -> None:
    """Remove all but the newest editions; what cannot be removed now (open on Windows) goes next time."""
    folders = sorted((p for p in editions.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    finished = [p for p in folders if not p.name.startswith(".") and p.name != keep]
    stale = [p for p in folders if p.name.startswith(".building-") and _is_old(p)]
    for folder in (*finished[_KEEP - 1 :], *stale):
        shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    """Tell whether a build folder is an hour old, so that no build still running loses its files."""
    return datetime.now(UTC).timestamp() - folder.stat().st_mtime > 3600
