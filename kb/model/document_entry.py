"""A row of a user's other document as an entry of its own: `DocumentEntry`, official text only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model.base import CodeName, Record
from kb.model.entry import Basis
from kb.model.official import OfficialRow

PREFIX = "doc-"


class DocumentEntry(Record, frozen=True, kw_only=True):
    """A row that belongs to none of the six booklets, as the document has it.

    `document` is its file: `doc-{sha8}` and the name the user knows it by. Nothing is added that the row does not say:
    `industry` is empty where the document names none, `accident_types` hold what the vocabulary knows of the printed
    ones, `legal_basis` what the catalogue recognises; a measure has no strength and nobody who does it.
    """

    id: str
    document: CodeName
    industry: CodeName | None = None
    accident_types: tuple[CodeName, ...] = ()
    legal_basis: tuple[Basis, ...] = ()
    row: OfficialRow

    @property
    def number(self) -> str:
        """The row's place in its document, counted from 1 over all rows read."""
        return self.id.rpartition("-")[2]


class SourceDocument(Record, frozen=True, kw_only=True):
    """A file of the user's with the ids of its rows that are entries of their own."""

    id: str
    name: str
    sha: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class LibraryRows:
    """What the user's library adds to an edition: `official` rows by the entry they attach to, and `own` entries."""

    official: Mapping[str, OfficialRow] = field(default_factory=dict)
    own: tuple[DocumentEntry, ...] = ()


def document_id(sha: str) -> str:
    """Return the id of a document by the sha256 of its file."""
    return f"{PREFIX}{sha[:8]}"


def of_document(entry_id: str) -> bool:
    """Tell whether an entry's id is that of a row of another document."""
    return entry_id.startswith(PREFIX)


def where_in(row: OfficialRow) -> str:
    """Return where a row stands in its document, as people say it: 第3页, 第2个表第15行."""
    if row.places:
        return "、".join(place.text for place in row.places)
    pages = [str(page) for page in row.pages]
    return f"第{'、'.join(pages)}页" if pages else ""
