"""Rows of the user's other documents as entries of their own, and the posts whose places they speak of. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kb.model.base import CodeName
from kb.model.digest import official_digest
from kb.model.document_entry import DocumentEntry, SourceDocument, document_id, of_document
from kb.model.entry import HazardEntry
from kb.model.industry import find_industry
from kb.model.official import OfficialRow
from kb.model.post import Post
from kb.model.text import bare
from kb.services.resolve import Catalogue, basis_of

_BETWEEN_TYPES = re.compile(r"[、，,；;/\s]+")
_SHORTEST_NAME = 2
"""Characters a place must share with a post's place to be taken for the same."""


class DocumentRows(msgspec.Struct, frozen=True):
    """The rows an edition takes from one file, corrected where somebody did, with the name the user knows it by.

    Each row has its number among all rows of the file, also those somebody rejected, so that no id ever moves.
    """

    sha: str
    name: str
    rows: tuple[tuple[int, OfficialRow], ...]


def digests_of(row: OfficialRow) -> tuple[str, ...]:
    """Return the digests a row may be recognised by: as it was read and, where it was corrected, as it reads now.

    So a correction never tears a row of the manual from its entry, and one that puts a misread row right joins them.
    """
    if row.checked is None or row.checked.kind == "accept":
        return (row.digest,)
    return tuple(dict.fromkeys((row.digest, official_digest(row.hazard, row.control_measures))))


def document_entries(
    documents: Iterable[DocumentRows],
    manual: Iterable[HazardEntry],
    accident_types: Mapping[str, CodeName],
    catalogue: Catalogue,
) -> tuple[DocumentEntry, ...]:
    """Return every row that is no row of the manual as an entry of its own, in the documents' order.

    `accident_types` is the vocabulary by its spellings; what it does not know stays as printed in the row.
    """
    known = {entry.official_digest for entry in manual}
    found: dict[str, DocumentEntry] = {}
    for document in documents:
        name = CodeName(document_id(document.sha), document.name)
        for number, row in document.rows:
            if known.isdisjoint(digests_of(row)):
                own = row.id if of_document(row.id) else f"{name.code}-{number}"
                found[own] = DocumentEntry(
                    id=own,
                    document=name,
                    industry=find_industry(row.industry),
                    accident_types=_types(row.accident_types, accident_types),
                    legal_basis=basis_of(row.legal_basis, catalogue),
                    row=row,
                )
    return tuple(found.values())


def source_documents(entries: Iterable[DocumentEntry]) -> tuple[SourceDocument, ...]:
    """Return the documents the entries are from, each with its rows."""
    groups: dict[str, list[DocumentEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.document.code].append(entry)
    return tuple(
        SourceDocument(id=code, name=rows[0].document.name, sha=rows[0].row.source, rows=tuple(row.id for row in rows))
        for code, rows in groups.items()
    )


def offered_to_posts(
    posts: Sequence[Post], manual: Sequence[HazardEntry], own: Sequence[DocumentEntry]
) -> dict[str, tuple[str, ...]]:
    """Return post id → the rows of other documents whose place is named like a place of the post, in their order.

    A name is like another when it is the same or one contains the other, spaces and punctuation aside. It is an offer
    to whoever makes the post's papers, never a link: nobody has said that the row belongs to the post.
    """
    places: dict[str, set[str]] = defaultdict(set)
    for entry in manual:
        for post in entry.posts:
            places[post].update(map(bare, (entry.location, *entry.also_called)))
    by_name: dict[str, list[str]] = defaultdict(list)
    for row in own:
        by_name[bare(row.row.location)].append(row.id)
    order = {row.id: position for position, row in enumerate(own)}
    offers = {}
    for post_record in posts:
        names = (post_record.title, *post_record.aliases, *post_record.colloquial)
        wanted = places[post_record.id] | set(map(bare, names))
        ids = [i for name, rows in by_name.items() if any(_alike(name, place) for place in wanted) for i in rows]
        if ids:
            offers[post_record.id] = tuple(sorted(ids, key=order.__getitem__))
    return offers


def _alike(name: str, place: str) -> bool:
    if min(len(name), len(place)) < _SHORTEST_NAME:
        return False
    return name in place or place in name


def _types(printed: Iterable[str], vocabulary: Mapping[str, CodeName]) -> tuple[CodeName, ...]:
    names = (name for text in printed for name in _BETWEEN_TYPES.split(text))
    return tuple(dict.fromkeys(vocabulary[name] for name in names if name in vocabulary))
