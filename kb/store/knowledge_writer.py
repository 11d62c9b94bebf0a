"""Writes an edition's knowledge.sqlite3: records as JSON, names to look them up by, links between them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kb.model.clause import Clause, RegulationText
from kb.model.document_entry import LibraryRows
from kb.model.entry import HazardEntry
from kb.services.document_entries import offered_to_posts, source_documents
from kb.store.corpus import Corpus

_TABLES = """
CREATE TABLE record (kind TEXT, id TEXT, position INTEGER, body BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE name (kind TEXT, name TEXT, id TEXT, PRIMARY KEY (kind, name, id)) WITHOUT ROWID;
CREATE TABLE link (kind TEXT, source TEXT, position INTEGER, target TEXT,
                   PRIMARY KEY (kind, source, position)) WITHOUT ROWID;
CREATE TABLE clause (id TEXT PRIMARY KEY, edition TEXT, body BLOB);
CREATE INDEX clause_edition ON clause (edition);
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


Texts = Iterable[tuple[RegulationText, Iterable[Clause]]]
"""Imported laws and standards: each with its clauses, read one by one because there may be many."""


def write_knowledge(
    path: Path, corpus: Corpus, library: LibraryRows, facts: Mapping[str, str], texts: Texts = ()
) -> None:
    """Write `corpus` with the rows of the user's documents and texts to a new database at `path`."""
    with sqlite3.connect(path) as database:
        database.executescript(_TABLES)
        database.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", _records(corpus, library))
        database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", _names(corpus))
        database.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", _links(corpus, library))
        database.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())
        for position, (text, clauses) in enumerate(texts):
            edition = f"{text.document}@{text.edition}"
            database.execute("INSERT INTO record VALUES ('text', ?, ?, ?)", (edition, position, _json(text)))
            rows = ((clause.id, edition, _json(clause)) for clause in clauses)
            database.executemany("INSERT INTO clause VALUES (?, ?, ?)", rows)
    database.close()


def _json(record: Any) -> bytes:
    return msgspec.json.encode(record)


def post_entry_ids(corpus: Corpus) -> dict[str, list[str]]:
    """Return the entries of each post: those of its places, plus its extra ones, less those it leaves out."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for entry in corpus.entries:
        by_place[entry.place].append(entry.id)
    order = {entry.id: i for i, entry in enumerate(corpus.entries)}
    result = {}
    for post in corpus.posts:
        ids = {entry_id for place in post.places for entry_id in by_place[place]}
        result[post.id] = sorted((ids | set(post.extra_entries)) - set(post.without_entries), key=order.__getitem__)
    return result


def with_posts(corpus: Corpus) -> Corpus:
    """Return `corpus` with each entry naming the posts it belongs to."""
    posts: dict[str, list[str]] = defaultdict(list)
    for post, ids in post_entry_ids(corpus).items():
        for entry_id in ids:
            posts[entry_id].append(post)
    entries = tuple(msgspec.structs.replace(e, posts=tuple(posts[e.id])) for e in corpus.entries)
    return msgspec.structs.replace(corpus, entries=entries)


def same_text_groups(entries: Iterable[HazardEntry]) -> dict[str, list[str]]:
    """Return root entry id → ids of all entries sharing its text (the root first), groups of one included."""
    groups: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        groups[entry.same_as or entry.id].append(entry.id)
    return groups


def _records(corpus: Corpus, library: LibraryRows) -> Iterator[tuple[str, str, int, bytes]]:
    parts: dict[str, Iterable[Any]] = {
        "entry": corpus.entries,
        "post": corpus.posts,
        "playbook": corpus.playbooks,
        "sign": corpus.signs,
        "regulation": corpus.regulations,
        "document_entry": library.own,
        "source_document": source_documents(library.own),
    }
    for kind, records in parts.items():
        for position, record in enumerate(records):
            yield kind, record.id, position, _json(record)
    for position, group in enumerate(corpus.digests):
        yield "digests", f"{group.document}@{group.edition}", position, _json(group)
    for position, renumbering in enumerate(corpus.renumberings):
        yield "renumbering", f"{renumbering.document}@{renumbering.old}", position, _json(renumbering)
    for position, (entry_id, row) in enumerate(library.official.items()):
        yield "official", entry_id, position, _json(row)


def _names(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    for post in corpus.posts:
        for name in (post.id, post.title, *post.aliases, *post.colloquial):
            yield "post", name, post.id
    for playbook in corpus.playbooks:
        for name in (playbook.id, playbook.title, *playbook.aliases):
            yield "playbook", name, playbook.id
    for document in corpus.regulations:
        for name in (document.id, document.title, document.number, *document.aliases):
            if name:
                yield "regulation", name, document.id


def _links(corpus: Corpus, library: LibraryRows) -> Iterator[tuple[str, str, int, str]]:
    cited: dict[str, dict[str, None]] = defaultdict(dict)
    handled: dict[str, list[str]] = defaultdict(list)
    for entry in corpus.entries:
        for basis in entry.legal_basis:
            if basis.document:
                cited[basis.document][entry.id] = None
        for playbook in entry.playbooks:
            handled[playbook].append(entry.id)
    groups = {root: ids for root, ids in same_text_groups(corpus.entries).items() if len(ids) > 1}
    offers = offered_to_posts(corpus.posts, corpus.entries, library.own)
    families: dict[str, Mapping[str, Iterable[str]]] = {
        "post_entries": post_entry_ids(corpus),
        "same_entries": {member: ids for ids in groups.values() for member in ids},
        "regulation_entries": cited,
        "playbook_entries": handled,
        "accident_names_2025": corpus.accident_names_2025,
        "offered_to_post": offers,
        "posts_offered": _inverted(offers),
    }
    for kind, links in families.items():
        for source, targets in links.items():
            for position, target in enumerate(targets):
                yield kind, source, position, target


def _inverted(links: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    inverted: dict[str, list[str]] = defaultdict(list)
    for source, targets in links.items():
        for target in targets:
            inverted[target].append(source)
    return inverted
