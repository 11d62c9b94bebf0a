"""One edition's knowledge, read-only: entries, posts, playbooks, documents, and how they hang together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from kb.errors import AmbiguousError, EditionError, NotFoundError
from kb.model.base import CodeName, Record
from kb.model.clause import Clause, ClauseDigests, RegulationText
from kb.model.document_entry import DocumentEntry, SourceDocument, of_document
from kb.model.entry import HazardEntry
from kb.model.official import OfficialRow
from kb.model.playbook import Playbook
from kb.model.post import Post
from kb.model.regulation import Regulation
from kb.model.renumbering import Renumbering
from kb.model.sign import SafetySign

T = TypeVar("T")

FILE_FAULT = sqlite3.DatabaseError
"""What a look-up raises when the file is damaged."""

_KINDS: dict[str, tuple[Any, str]] = {
    "entry": (HazardEntry, "条目"),
    "post": (Post, "岗位"),
    "playbook": (Playbook, "应急处置"),
    "sign": (SafetySign, "安全标志"),
    "regulation": (Regulation, "文件"),
    "official": (OfficialRow, "原文"),
    "digests": (ClauseDigests, "条款摘要"),
    "renumbering": (Renumbering, "条号对照"),
    "text": (RegulationText, "法规原文"),
    "document_entry": (DocumentEntry, "条目"),
    "source_document": (SourceDocument, "文件"),
}


class ChapterListing(Record, frozen=True, kw_only=True):
    """A chapter with its number of entries, in the manual's order."""

    industry: CodeName
    number: int
    title: str
    count: int


class Knowledge:
    """Answers look-ups from `knowledge.sqlite3`; safe to share between threads (one connection each)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._read = lru_cache(maxsize=4096)(self._read_record)  # records are frozen: readers may share them
        self._resolve = lru_cache(maxsize=4096)(self._find_name)
        self._made: dict[str, object] = {}
        self._all = lru_cache(maxsize=16)(self._read_all)
        self.facts: dict[str, str] = dict(self._rows("SELECT name, value FROM fact"))
        self.edition = self.facts.get("edition", "")

    @classmethod
    def open(cls, folder: Path) -> Knowledge:
        """Open the edition in `folder`. Raises EditionError when it is not there or damaged."""
        path = folder / "knowledge.sqlite3"
        try:
            return cls(path)
        except sqlite3.DatabaseError as error:
            raise EditionError(f"知识库版本 {folder.name} 打不开，请运行 hazardkb build 重新生成。") from error

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` makes of this edition, made at the first call and kept as long as the edition is."""
        if name not in self._made:
            self._made[name] = make()
        return cast("T", self._made[name])

    def close(self) -> None:
        """Close every thread's connection; the object is not used afterwards."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()

    def entry(self, entry_id: str) -> HazardEntry:
        """Return the entry with this id; raises NotFoundError."""
        return self._get("entry", entry_id, HazardEntry)

    def entries(self, ids: Iterable[str]) -> tuple[HazardEntry, ...]:
        """Return the entries with these ids, in the order asked."""
        return tuple(self.entry(entry_id) for entry_id in ids)

    def all_entries(self) -> tuple[HazardEntry, ...]:
        """Return every entry in the manual's order."""
        return self._all("entry", HazardEntry)

    def document_entry(self, entry_id: str) -> DocumentEntry:
        """Return the row of another document with this id; raises NotFoundError."""
        return self._get("document_entry", entry_id, DocumentEntry)

    def document_entries(self, ids: Iterable[str]) -> tuple[DocumentEntry, ...]:
        """Return the rows of other documents with these ids, in the order asked."""
        return tuple(self.document_entry(entry_id) for entry_id in ids)

    def source_documents(self) -> tuple[SourceDocument, ...]:
        """Return the user's documents that have rows of their own."""
        return self._all("source_document", SourceDocument)

    def source_document(self, key: str) -> SourceDocument:
        """Return the user's document with this id (doc-…); raises NotFoundError."""
        return self._get("source_document", key, SourceDocument)

    def offered_to_post(self, post_id: str) -> tuple[DocumentEntry, ...]:
        """Return the rows of other documents whose places are named like places of a post: offers, not links."""
        return self.document_entries(self._linked("offered_to_post", post_id))

    def posts_offered(self, entry_id: str) -> tuple[Post, ...]:
        """Return the posts to which a row of another document is offered."""
        return tuple(self.post(post_id) for post_id in self._linked("posts_offered", entry_id))

    def chapters(self) -> tuple[ChapterListing, ...]:
        """Return the chapters that have entries, in the manual's order."""
        listings: dict[tuple[str, int], ChapterListing] = {}
        for entry in self.all_entries():
            key = (entry.industry.code, entry.chapter.number)
            count = listings[key].count + 1 if key in listings else 1
            listings[key] = ChapterListing(
                industry=entry.industry, number=entry.chapter.number, title=entry.chapter.title, count=count
            )
        return tuple(listings.values())

    def chapter_entries(self, industry: str, number: int) -> tuple[HazardEntry, ...]:
        """Return a chapter's entries in the manual's order; empty for a chapter that does not exist."""
        return tuple(e for e in self.all_entries() if e.industry.code == industry and e.chapter.number == number)

    def post(self, key: str) -> Post:
        """Return the post with this id, title, alias or colloquial name.

        Raises NotFoundError, or AmbiguousError listing the candidates.
        """
        return self._get("post", self._resolve("post", key), Post)

    def posts(self) -> tuple[Post, ...]:
        """Return every post."""
        return self._all("post", Post)

    def post_entries(self, post_id: str) -> tuple[HazardEntry, ...]:
        """Return the entries of a post in the manual's order."""
        return self.entries(self._linked("post_entries", post_id))

    def playbook(self, key: str) -> Playbook:
        """Return the playbook with this id, title or alias; raises NotFoundError or AmbiguousError."""
        return self._get("playbook", self._resolve("playbook", key), Playbook)

    def playbooks(self) -> tuple[Playbook, ...]:
        """Return every playbook."""
        return self._all("playbook", Playbook)

    def playbook_entries(self, playbook_id: str) -> tuple[HazardEntry, ...]:
        """Return the entries a playbook belongs to."""
        return self.entries(self._linked("playbook_entries", playbook_id))

    def sign(self, sign_id: str) -> SafetySign:
        """Return the sign with this id; raises NotFoundError."""
        return self._get("sign", sign_id, SafetySign)

    def signs(self) -> tuple[SafetySign, ...]:
        """Return every sign."""
        return self._all("sign", SafetySign)

    def regulation(self, key: str) -> Regulation:
        """Return the document with this id, title, number or alias; raises NotFoundError or AmbiguousError."""
        return self._get("regulation", self._resolve("regulation", key), Regulation)

    def regulations(self) -> tuple[Regulation, ...]:
        """Return the catalogue of documents."""
        return self._all("regulation", Regulation)

    def regulation_entries(self, regulation_id: str) -> tuple[HazardEntry, ...]:
        """Return the entries that cite a document."""
        return self.entries(self._linked("regulation_entries", regulation_id))

    def digests(self) -> tuple[ClauseDigests, ...]:
        """Return the clause digests, a group for each edition."""
        return self._all("digests", ClauseDigests)

    def renumberings(self) -> tuple[Renumbering, ...]:
        """Return the maps from old article numbers to new ones."""
        return self._all("renumbering", Renumbering)

    def texts(self) -> tuple[RegulationText, ...]:
        """Return the official texts the user has imported, one an edition."""
        return self._all("text", RegulationText)

    def imported(self, document: str, edition: str) -> RegulationText | None:
        """Return what is known of the imported text of an edition, or None."""
        found: RegulationText | None = self._read("text", f"{document}@{edition}")
        return found

    def clause_text(self, clause_id: str) -> Clause | None:
        """Return the official text of a clause, or None (原文未导入)."""
        rows = self._rows("SELECT body FROM clause WHERE id = ?", clause_id)
        return msgspec.json.decode(rows[0][0], type=Clause) if rows else None

    def edition_clauses(self, document: str, edition: str) -> tuple[Clause, ...]:
        """Return the official clauses of an edition in order; () when it has not been imported."""
        rows = self._rows("SELECT body FROM clause WHERE edition = ? ORDER BY rowid", f"{document}@{edition}")
        return tuple(msgspec.json.decode(body, type=Clause) for (body,) in rows)

    def official(self, entry_id: str) -> OfficialRow | None:
        """Return the manual's own row attached to an entry, or None (原文未对应)."""
        found: OfficialRow | None = self._read("official", entry_id)
        return found

    def accident_types(self) -> dict[str, str]:
        """Return the accident types entries have, rows of other documents too: code → name."""
        return self.once("accident types", self._accident_types)

    def _accident_types(self) -> dict[str, str]:
        named = (*self.all_entries(), *self._all("document_entry", DocumentEntry))
        return {kind.code: kind.name for entry in named for kind in entry.accident_types}

    def row_of(self, entry_id: str) -> OfficialRow | None:
        """Return the printed row an entry shows: of the manual where attached, of its own document; or None.

        Raises NotFoundError for an entry that is not there.
        """
        if of_document(entry_id):
            return self.document_entry(entry_id).row
        return self.official(self.entry(entry_id).id)

    def same_entries(self, entry_id: str) -> tuple[str, ...]:
        """Return the ids of all entries with the same text, this one included, in the manual's order."""
        return self._linked("same_entries", entry_id) or (entry_id,)

    def accident_names_2025(self, code: str) -> tuple[str, ...]:
        """Return the names GB 6441-2025 has for an accident type of GB/T 6441-1986 (several where it was split)."""
        return self._linked("accident_names_2025", code)

    def counts(self) -> dict[str, int]:
        """Return how many records of each kind the edition holds; `clause` counts those digested or imported."""
        counted = dict(self._rows("SELECT kind, count(*) FROM record GROUP BY kind"))
        return {kind: int(counted.get(kind, 0)) for kind in _KINDS} | {"clause": int(self.facts.get("clauses", 0))}

    def _get(self, kind: str, record_id: str, _: type[T]) -> T:
        found: T | None = self._read(kind, record_id)
        if found is None:
            raise NotFoundError(f"没有编号为 {record_id} 的{_KINDS[kind][1]}，请核对后重试。", record_id)
        return found

    def _read_all(self, kind: str, record_type: type[T]) -> tuple[T, ...]:
        rows = self._rows("SELECT body FROM record WHERE kind = ? ORDER BY position", kind)
        return tuple(msgspec.json.decode(body, type=record_type) for (body,) in rows)

    def _find_name(self, kind: str, key: str) -> str:
        """Return the id that `key`, an id or a name, stands for; what is no name is taken for an id."""
        key = key.strip()
        found = [row[0] for row in self._rows("SELECT id FROM name WHERE kind = ? AND name = ?", kind, key)]
        if not found or key in found:
            return key
        if len(found) > 1:
            raise AmbiguousError(f"“{key}”对应多个{_KINDS[kind][1]}：{'、'.join(found)}，请用编号指明。", tuple(found))
        return str(found[0])

    def _linked(self, kind: str, source: str) -> tuple[str, ...]:
        rows = self._rows("SELECT target FROM link WHERE kind = ? AND source = ? ORDER BY position", kind, source)
        return tuple(row[0] for row in rows)

    def _read_record(self, kind: str, record_id: str) -> Any:
        rows = self._rows("SELECT body FROM record WHERE kind = ? AND id = ?", kind, record_id)
        return msgspec.json.decode(rows[0][0], type=_KINDS[kind][0]) if rows else None

    def _rows(self, query: str, *values: str) -> list[Any]:
        return self._connection().execute(query, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._local.connection = connection
            self._connections.append(connection)
        return connection
