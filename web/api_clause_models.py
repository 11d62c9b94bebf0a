"""What the JSON API answers of clauses: one clause's packet, and everything that applies to an industry or a post."""

from __future__ import annotations

import msgspec

from kb.model.fines import Fine


class ReferenceOut(msgspec.Struct, frozen=True):
    """Another clause: its id (empty when its text and digest are not there), and what it has to do with this one."""

    id: str
    document_id: str
    title: str
    clause: str
    label: str
    text: str
    certainty: str


class PenaltyOut(ReferenceOut, frozen=True):
    """What breaking a clause costs: the article that says so; `fines` are the figures its `text` names, as data."""

    fines: list[Fine]


class BearingOut(msgspec.Struct, frozen=True):
    """An entry the clause bears on: because it cites the clause, or by the words both have."""

    id: str
    url: str
    location: str
    hazard: str
    cited: bool
    words: list[str]


class ClauseOut(msgspec.Struct, frozen=True):
    """A clause's packet as of `as_of`. `text` is a digest in our own words (empty: none), `official` the text the user
    has imported (null: 原文未导入). `moved_to` are today's articles of an old number; `conflicts` rules in force that
    do not agree; `entries` a list to look through, not a verdict; `answers` and `records` what an inspector fills in.
    """

    id: str
    url: str
    document_id: str
    document_title: str
    document_number: str
    edition: str
    clause: str
    label: str
    path: list[str]
    as_of: str
    status: str
    status_name: str
    status_text: str
    certainty: str
    text: str
    duty: str
    scope: str
    source: str
    source_certainty: str
    note: str
    check: list[str]
    evidence: list[str]
    official: str | None
    penalties: list[PenaltyOut]
    punishes: list[ReferenceOut]
    conflicts: list[ReferenceOut]
    moved_to: list[ReferenceOut]
    forerunners: list[ReferenceOut]
    entries: list[BearingOut]
    answers: list[str]
    records: list[str]


class AppliedClauseOut(msgspec.Struct, frozen=True):
    """A clause to check here: `entries` are the ids of the rows it bears on, `places` their locations, each once."""

    id: str
    url: str
    clause: str
    label: str
    text: str
    duty: str
    check: list[str]
    evidence: list[str]
    penalties: list[PenaltyOut]
    entries: list[str]
    places: list[str]


class AppliedDocumentOut(msgspec.Struct, frozen=True):
    """A document and its clauses: `here` bear on these places, `general` bind every plant the document is for.

    `source_certainty` tells how its digests are known: only `read_in_text` were read beside a text.
    """

    document_id: str
    url: str
    title: str
    scope: str
    status: str
    status_name: str
    status_text: str
    certainty: str
    source_certainty: str
    here: list[AppliedClauseOut]
    general: list[AppliedClauseOut]


class CitedDocumentOut(msgspec.Struct, frozen=True):
    """A document the manual cites here that has no digests: the clauses it names, and by how many rows."""

    document_id: str
    url: str
    title: str
    clauses: list[str]
    entries: int
    status: str
    status_name: str
    status_text: str
    certainty: str


class LeftOutOut(msgspec.Struct, frozen=True):
    """A digested document that does not apply on the day, and why."""

    title: str
    status: str
    status_text: str


class ApplicableOut(msgspec.Struct, frozen=True):
    """Everything that applies on `as_of` to what was `chosen` (an industry or a post): a list, not a verdict.

    `here` and `general` are the numbers of clauses; `answers` and `records` are what an inspector fills in for each.
    """

    chosen: str
    as_of: str
    here: int
    general: int
    documents: list[AppliedDocumentOut]
    cited: list[CitedDocumentOut]
    left_out: list[LeftOutOut]
    answers: list[str]
    records: list[str]
