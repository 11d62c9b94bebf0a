"""What pages show of a row of another document: its own words, where they stand, and how far they may be relied on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.model.base import CodeName
from kb.model.document_entry import DocumentEntry, where_in
from kb.model.official import FLAG_TEXTS
from web.views.entry import entry_url, said_check

NO_PLACE = "（没有写场所）"
UNCHECKED_HERE = "未经本知识库校核"
_FORBIDS = re.compile("严禁|禁止|不得|不应|不准|不许|不要|切勿")


@dataclass(frozen=True, slots=True)
class DocumentEntryView:
    """A row of another document, whole; `checked` says who looked at it beside its picture, `doubts` what is unsure."""

    id: str
    document: str
    document_url: str
    where: str
    number: str
    sections: tuple[str, ...]
    row_no: str
    location: str
    hazard: str
    accident_types: tuple[CodeName, ...]
    accident_types_printed: tuple[str, ...]
    measures: tuple[str, ...]
    legal_basis: str
    checked: str
    doubts: tuple[str, ...]
    review_url: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A row of another document in a list: place, hazard, where it is from."""

    id: str
    url: str
    location: str
    hazard: str
    trail: str


def document_url(document: str) -> str:
    """Return the address that lists a document's rows."""
    return f"/search?chapter={document}"


def document_entry_view(entry: DocumentEntry) -> DocumentEntryView:
    """Return `entry` for its page."""
    row = entry.row
    return DocumentEntryView(
        id=entry.id,
        document=entry.document.name,
        document_url=document_url(entry.document.code),
        where=where_in(row),
        number=entry.number,
        sections=tuple(filter(None, (row.chapter, *row.section))),
        row_no=row.row_no,
        location=row.location or NO_PLACE,
        hazard=row.hazard,
        accident_types=entry.accident_types,
        accident_types_printed=row.accident_types,
        measures=row.control_measures,
        legal_basis=row.legal_basis,
        checked=said_check(row.checked),
        doubts=tuple(FLAG_TEXTS.get(flag, flag) for flag in row.flags),
        review_url=f"/review/{entry.document.code}/{row.id}",
    )


def document_line(entry: DocumentEntry) -> DocumentLine:
    """Return `entry` for a list."""
    return DocumentLine(
        id=entry.id,
        url=entry_url(entry.id),
        location=entry.row.location or NO_PLACE,
        hazard=entry.row.hazard,
        trail=" ".join(filter(None, (entry.document.name, where_in(entry.row)))),
    )


def shown_lines(entry: DocumentEntry, matched: set[int], most: int = 3) -> tuple[int, ...]:
    """Return the positions of the measures a search result shows: all that forbid, and `most` of those that match.

    With neither, the first stands for the row. Each is shown whole, so that no condition is lost.
    """
    measures = entry.row.control_measures
    bans = {i for i, text in enumerate(measures) if _FORBIDS.search(text)}
    wanted = sorted(bans | set(sorted(matched)[:most]))
    return tuple(wanted or range(min(1, len(measures))))
